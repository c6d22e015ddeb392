# mib_library, mib_service, mib_tool, mib_test and mib_fuzz: one shape for every target.
#
#   mib_library(kafka SOURCES src/producer.cc LIBS mib::base PUBLIC_LIBS mib::telemetry PRIVATE_LIBS PkgConfig::RDKAFKA)
#   mib_service(auth SOURCES src/app.cc LIBS mib::rpc TESTS tests/login_test.cc INTEGRATION_TESTS tests/store_test.cc)
#   mib_test(kafka_test SOURCES tests/producer_test.cc LIBS mib::kafka [INTEGRATION])
#   mib_fuzz(frame_fuzz SOURCES fuzz/frame_fuzz.cc LIBS mib::http INSTRUMENT mib_http RUNS 20000)

add_library(mib_warnings INTERFACE)
add_library(mib::warnings ALIAS mib_warnings)
target_compile_options(mib_warnings INTERFACE -Wall -Wextra -Werror -Wconversion -Wshadow -Wnon-virtual-dtor)
# With optimisation GCC 12's flow-based warnings see faults in std::string and std::variant that cannot happen (GCC bugs 105651,
# 105562, 105329). The sanitizers look for the real ones.
target_compile_options(mib_warnings INTERFACE
  "$<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict;-Wno-maybe-uninitialized;-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>")

find_program(MIB_MOLD mold)
if(MIB_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
if(MIB_SANITIZE)
  add_compile_options(-fsanitize=${MIB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MIB_SANITIZE})
  find_program(MIB_SYMBOLIZER NAMES llvm-symbolizer-16 llvm-symbolizer)
  set(suppressions ${CMAKE_SOURCE_DIR}/cmake/sanitizers)
  set(mib_test_environment
    "ASAN_OPTIONS=external_symbolizer_path=${MIB_SYMBOLIZER}"
    "LSAN_OPTIONS=suppressions=${suppressions}/leaks.supp"
    "UBSAN_OPTIONS=print_stacktrace=1"
    "TSAN_OPTIONS=suppressions=${suppressions}/races.supp:external_symbolizer_path=${MIB_SYMBOLIZER}")
endif()

# Debian's Abseil is built without ThreadSanitizer, which would not see its locks.
if(MIB_SANITIZE STREQUAL "thread")
  add_library(mib_abseil_mutex OBJECT ${CMAKE_SOURCE_DIR}/cmake/sanitizers/abseil_mutex.cc)
  target_link_libraries(mib_abseil_mutex PRIVATE absl::synchronization)
endif()

# A precompiled header serves only files with the same flags, so those that packages would add to some targets are on all.
add_compile_options(-pthread)
add_compile_definitions(FMT_SHARED _FILE_OFFSET_BITS=64)

# The tests' own code is not what a release is measured by; less optimisation saves a third of the time it takes to build.
add_library(mib_test_options INTERFACE)
add_library(mib::test_options ALIAS mib_test_options)
target_compile_options(mib_test_options INTERFACE $<$<CONFIG:Release>:-O1>)

if(MIB_PRECOMPILE)
  # ccache must look at what a header was made from, and not at its time (ccache's manual, "Precompiled headers").
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

# Precompiles headers/<header>.h once for all targets that call mib_use_precompiled(target, header).
function(mib_precompile header)
  set(source ${CMAKE_BINARY_DIR}/headers/${header}.cc)
  file(WRITE ${source}.new "")
  file(COPY_FILE ${source}.new ${source} ONLY_IF_DIFFERENT)
  add_library(mib_precompiled_${header} OBJECT ${source})
  target_link_libraries(mib_precompiled_${header} PRIVATE ${ARGN})
  target_precompile_headers(mib_precompiled_${header} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/headers/${header}.h)
endfunction()

function(mib_use_precompiled target header)
  if(MIB_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM mib_precompiled_${header})
  endif()
endfunction()

if(MIB_PRECOMPILE)
  set(outside absl::status absl::statusor absl::strings absl::synchronization absl::time fmt::fmt protobuf::libprotobuf
              prometheus-cpp::core mib::warnings)
  mib_precompile(common ${outside})
  mib_precompile(tests ${outside} Catch2::Catch2 mib::test_options)
endif()

function(mib_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS;PRIVATE_LIBS" ${ARGN})
  add_library(mib_${name} STATIC ${ARG_SOURCES})
  add_library(mib::${name} ALIAS mib_${name})
  target_include_directories(mib_${name} PUBLIC include PRIVATE src)
  target_link_libraries(mib_${name} PUBLIC ${ARG_LIBS} PRIVATE ${ARG_PRIVATE_LIBS} mib::warnings)
  mib_use_precompiled(mib_${name} common)
endfunction()

# The logic of a service is a library of its own, so that its tests link what the executable links.
function(mib_service name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS;PRIVATE_LIBS;TESTS;INTEGRATION_TESTS" ${ARGN})
  string(REPLACE "-" "_" id ${name})
  add_library(mib_${id}_service STATIC ${ARG_SOURCES})
  target_include_directories(mib_${id}_service PUBLIC src)
  target_link_libraries(mib_${id}_service PUBLIC ${ARG_LIBS} PRIVATE ${ARG_PRIVATE_LIBS} mib::warnings)
  mib_use_precompiled(mib_${id}_service common)
  add_executable(${name} main.cc)
  target_link_libraries(${name} PRIVATE mib_${id}_service mib::warnings)
  if(ARG_TESTS)
    mib_test(${id}_service_test SOURCES ${ARG_TESTS} LIBS mib_${id}_service)
  endif()
  if(ARG_INTEGRATION_TESTS)
    mib_test(${id}_service_integration_test SOURCES ${ARG_INTEGRATION_TESTS} LIBS mib_${id}_service INTEGRATION)
  endif()
endfunction()

function(mib_tool name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} mib::warnings)
endfunction()

# One ctest entry per executable; the label is unit unless INTEGRATION is given.
function(mib_test name)
  cmake_parse_arguments(ARG "INTEGRATION" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} EXCLUDE_FROM_ALL ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} Catch2::Catch2WithMain mib::warnings mib::test_options)
  if(TARGET mib_abseil_mutex)
    target_link_libraries(${name} PRIVATE mib_abseil_mutex)
  endif()
  mib_use_precompiled(${name} tests)
  # Files of tests may name their fixtures alike.
  set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
  target_compile_definitions(${name} PRIVATE MIB_TESTDATA="${CMAKE_CURRENT_SOURCE_DIR}/tests/testdata")
  add_test(NAME ${name} COMMAND ${name})
  if(ARG_INTEGRATION)
    set(label integration)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  else()
    set(label unit)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 300 ENVIRONMENT "${mib_test_environment}")
  if(NOT TARGET ${label}_tests)
    add_custom_target(${label}_tests)
  endif()
  add_dependencies(${label}_tests ${name})
endfunction()

# A libFuzzer target, built where clang builds without ThreadSanitizer; its source is fuzz/<name>.cc, where ./dev fuzz
# looks for it. The ctest entry makes as many runs as RUNS says, from nothing and with one seed: the same every time.
# INSTRUMENT names the targets whose branches guide it.
function(mib_fuzz name)
  cmake_parse_arguments(ARG "" "RUNS" "SOURCES;LIBS;INSTRUMENT" ${ARGN})
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR MIB_SANITIZE STREQUAL "thread")
    return()
  endif()
  add_executable(${name} EXCLUDE_FROM_ALL ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} mib::warnings)
  mib_use_precompiled(${name} common)
  # The flags of -fsanitize=fuzzer-no-link that the precompiled header need not be made with.
  foreach(target IN ITEMS ${name} ${ARG_INSTRUMENT})
    target_compile_options(${target} PRIVATE -fsanitize-coverage=inline-8bit-counters,pc-table)
  endforeach()
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  add_test(NAME ${name} COMMAND ${name} -runs=${ARG_RUNS} -seed=1 -len_control=0 -max_len=2048)
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 300 ENVIRONMENT "${mib_test_environment}")
  if(NOT TARGET fuzz_targets)
    add_custom_target(fuzz_targets)
  endif()
  add_dependencies(fuzz_targets ${name})
  add_dependencies(unit_tests ${name})
endfunction()
