#include "talib.h"

#include "shared_library.h"

namespace mib::bench {
namespace {

// What of TA-Lib's interface for callers that know a function by name only (ta_abstract.h) is needed here. Such a call
// checks its arguments and calls the function proper.
struct ParamHolder;
using FuncHandle = unsigned;
struct FuncInfo {
  const char* name;
  const char* group;
  const char* hint;
  int flags;
  unsigned inputs;
  unsigned options;
  unsigned outputs;
  const FuncHandle* handle;
};
struct InputInfo {
  int type;  // 0 prices, 1 reals
  const char* name;
  int flags;
};
struct OptionInfo {
  int type;  // 0 real range, 1 real list, 2 integer range, 3 integer list
  const char* name;
  int flags;
  const char* display_name;
  const void* data_set;
  double default_value;
  const char* hint;
  const char* help_file;
};
struct OutputInfo {
  int type;  // 0 reals, 1 integers
  const char* name;
  int flags;
};

void Check(int code, const std::string& what) {
  if (code != 0) Die("TA-Lib: " + what + " failed with code " + std::to_string(code));
}

}  // namespace

struct Talib::Api {
  // One to call, with what it is called with.
  struct Function {
    const FuncHandle* handle = nullptr;
    const FuncInfo* info = nullptr;
    std::shared_ptr<ParamHolder> holder;
  };

  explicit Api(const std::string& path) : library(path) {}

  SharedLibrary library;
  int (*initialize)() = library["TA_Initialize"];
  int (*get_handle)(const char*, const FuncHandle**) = library["TA_GetFuncHandle"];
  int (*get_info)(const FuncHandle*, const FuncInfo**) = library["TA_GetFuncInfo"];
  int (*get_input)(const FuncHandle*, unsigned, const InputInfo**) = library["TA_GetInputParameterInfo"];
  int (*get_option)(const FuncHandle*, unsigned, const OptionInfo**) = library["TA_GetOptInputParameterInfo"];
  int (*get_output)(const FuncHandle*, unsigned, const OutputInfo**) = library["TA_GetOutputParameterInfo"];
  int (*allocate)(const FuncHandle*, ParamHolder**) = library["TA_ParamHolderAlloc"];
  int (*free)(ParamHolder*) = library["TA_ParamHolderFree"];
  int (*set_reals)(ParamHolder*, unsigned, const double*) = library["TA_SetInputParamRealPtr"];
  int (*set_prices)(ParamHolder*, unsigned, const double* open, const double* high, const double* low,
                    const double* close, const double* volume,
                    const double* interest) = library["TA_SetInputParamPricePtr"];
  int (*set_integer_option)(ParamHolder*, unsigned, int) = library["TA_SetOptInputParamInteger"];
  int (*set_real_option)(ParamHolder*, unsigned, double) = library["TA_SetOptInputParamReal"];
  int (*set_real_output)(ParamHolder*, unsigned, double*) = library["TA_SetOutputParamRealPtr"];
  int (*set_integer_output)(ParamHolder*, unsigned, int*) = library["TA_SetOutputParamIntegerPtr"];
  int (*call)(const ParamHolder*, int first, int last, int* begin, int* count) = library["TA_CallFunc"];

  Function Find(const std::string& name) const;
  void SetInputs(const Function& function, const indicators::Definition& definition, const Series& series) const;
  void SetOptions(const Function& function, const Row& row) const;
  std::vector<Values> SetOutputs(const Function& function, Outputs& outputs) const;
};

Talib::Api::Function Talib::Api::Find(const std::string& name) const {
  Function function;
  ParamHolder* holder = nullptr;
  Check(get_handle(name.c_str(), &function.handle), "finding " + name);
  Check(get_info(function.handle, &function.info), "TA_GetFuncInfo");
  Check(allocate(function.handle, &holder), "TA_ParamHolderAlloc");
  function.holder.reset(holder, free);
  return function;
}

void Talib::Api::SetInputs(const Function& function, const indicators::Definition& definition,
                           const Series& series) const {
  const auto& [open, high, low, close, volume] = series.columns;
  size_t real = 0;
  for (unsigned i = 0; i < function.info->inputs; ++i) {
    const InputInfo* input = nullptr;
    Check(get_input(function.handle, i, &input), "TA_GetInputParameterInfo");
    if (input->type == 0) {
      Check(set_prices(function.holder.get(), i, open.data(), high.data(), low.data(), close.data(), volume.data(),
                       nullptr),
            "setting prices");
    } else {
      Check(set_reals(function.holder.get(), i, series.Column(definition.inputs.at(real++)).data()),
            "setting an input");
    }
  }
}

void Talib::Api::SetOptions(const Function& function, const Row& row) const {
  if (row.options.size() != function.info->options)
    Die(row.function + " has " + std::to_string(function.info->options) + " options");
  for (unsigned i = 0; i < function.info->options; ++i) {
    const OptionInfo* option = nullptr;
    Check(get_option(function.handle, i, &option), "TA_GetOptInputParameterInfo");
    const double value = row.options[i];
    Check(option->type < 2 ? set_real_option(function.holder.get(), i, value)
                           : set_integer_option(function.holder.get(), i, static_cast<int>(value)),
          row.function + ": setting " + option->name);
  }
}

std::vector<Values> Talib::Api::SetOutputs(const Function& function, Outputs& outputs) const {
  std::vector<Values> values;
  for (unsigned i = 0; i < function.info->outputs; ++i) {
    const OutputInfo* output = nullptr;
    Check(get_output(function.handle, i, &output), "TA_GetOutputParameterInfo");
    if (output->type == 0) {
      Check(set_real_output(function.holder.get(), i, outputs.Reals(i)), "setting an output");
      values.push_back({0, 0, outputs.Reals(i), nullptr});
    } else {
      Check(set_integer_output(function.holder.get(), i, outputs.Integers(i)), "setting an output");
      values.push_back({0, 0, nullptr, outputs.Integers(i)});
    }
  }
  return values;
}

Talib::Talib(const std::string& path) : api_(std::make_unique<Api>(path)) {
  Check(api_->initialize(), "TA_Initialize");
}

Talib::~Talib() = default;

Contest Talib::Make(const Row& row, const Series& series, Outputs& ours, Outputs& peer) const {
  const Api::Function function = api_->Find(row.function);
  api_->SetInputs(function, *row.ours.definition, series);
  api_->SetOptions(function, row);

  struct Range {
    int first = 0;
    int count = 0;
  };
  const auto range = std::make_shared<Range>();
  Contest contest = MakeContest(row, series, ours);
  contest.peer = [call = api_->call, holder = function.holder, range, last = static_cast<int>(series.bars()) - 1,
                  name = row.function] { Check(call(holder.get(), 0, last, &range->first, &range->count), name); };
  contest.peer_values = [values = api_->SetOutputs(function, peer), range]() mutable {
    for (Values& one : values) {
      one.first = static_cast<size_t>(range->first);
      one.count = static_cast<size_t>(range->count);
    }
    return values;
  };
  return contest;
}

}  // namespace mib::bench
