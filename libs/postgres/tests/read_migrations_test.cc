#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "mib/base/status.h"
#include "mib/postgres/migrate.h"

namespace mib::postgres {
namespace {

// A folder that lives as long as the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "migrationsXXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void Write(const std::string& file, const std::string& text) const { std::ofstream(path_ / file) << text; }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("Migrations are read in order with the digest of their text", "[unit][postgres]") {
  const Folder folder;
  folder.Write("0002_more.sql", "abc");
  folder.Write("0001_first_table.sql", "");
  const auto migrations = ReadMigrations(folder.path());
  REQUIRE(migrations.ok());
  REQUIRE(migrations->size() == 2);
  CHECK((*migrations)[0].version == 1);
  CHECK((*migrations)[0].name == "first_table");
  CHECK((*migrations)[1].sql == "abc");
  // The standard's own example for SHA-256 (FIPS 180-2, B.1).
  CHECK((*migrations)[1].checksum == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("A gap between migrations is refused", "[unit][postgres]") {
  const Folder folder;
  folder.Write("0001_a.sql", "");
  folder.Write("0003_c.sql", "");
  const absl::Status status = ReadMigrations(folder.path()).status();
  CHECK(absl::IsInvalidArgument(status));
  CHECK(MessageOf(status).find("expected migration 0002, found 0003_c") != std::string::npos);
}

TEST_CASE("A repeated number is refused", "[unit][postgres]") {
  const Folder folder;
  folder.Write("0001_a.sql", "");
  folder.Write("0001_b.sql", "");
  CHECK(absl::IsInvalidArgument(ReadMigrations(folder.path()).status()));
}

TEST_CASE("A file of another shape among migrations is refused", "[unit][postgres]") {
  for (const char* name : {"1_a.sql", "0001-a.sql", "0001_A.sql", "0001_.sql", "0001_a.txt", "README.md"}) {
    const Folder folder;
    folder.Write(name, "");
    INFO(name);
    CHECK(absl::IsInvalidArgument(ReadMigrations(folder.path()).status()));
  }
}

TEST_CASE("A folder that is not there is not an empty one", "[unit][postgres]") {
  CHECK(absl::IsNotFound(ReadMigrations("/no/such/folder").status()));
}

}  // namespace mib::postgres
