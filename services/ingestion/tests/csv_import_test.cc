#include "csv_import.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "temporary_folder.h"

namespace mib::ingestion {
namespace {

Rows<BarRow> ReadAll(const std::string& text) {
  TemporaryFolder folder;
  folder.Write("bars.csv", text);
  auto reader = CsvReader::Open(folder.path(), "bars.csv");
  REQUIRE(reader.ok());
  return reader->Read(1'000'000);
}

std::string OpenFault(const std::string& header) {
  TemporaryFolder folder;
  folder.Write("bars.csv", header);
  return MessageOf(CsvReader::Open(folder.path(), "bars.csv").status());
}

TEST_CASE("Columns may come in any order and case, with others between", "[unit]") {
  const auto rows = ReadAll("Volume,Close,Symbol,LOW,High,open,Timestamp\n7.5,4,ACME,1,5,2,2024-01-15T10:00:00Z\n");
  REQUIRE(rows.good.size() == 1);
  CHECK(rows.refused.empty());
  const BarRow& bar = rows.good[0];
  CHECK(bar.open_ns == ToNanos(At("2024-01-15T10:00:00Z")));
  CHECK(bar.open == Number("2"));
  CHECK(bar.high == Number("5"));
  CHECK(bar.low == Number("1"));
  CHECK(bar.close == Number("4"));
  CHECK(bar.volume == Number("7.5"));
}

TEST_CASE("Dates, Unix times and times with a space are understood", "[unit]") {
  const auto rows = ReadAll(
      "date,open,high,low,close,volume\r\n2024-01-15,1,1,1,1,0\r\n1705312800,1,1,1,1,0\r\n"
      "2024-01-15 10:00:00,1,1,1,1,0\r\n\"2024-01-15 10:00:00+01:00\",\"1\",1,1,1,0\r\n");
  REQUIRE(rows.good.size() == 4);
  CHECK(rows.good[0].open_ns == ToNanos(At("2024-01-15T00:00:00Z")));
  CHECK(rows.good[1].open_ns == ToNanos(At("2024-01-15T10:00:00Z")));
  CHECK(rows.good[2].open_ns == ToNanos(At("2024-01-15T10:00:00Z")));
  CHECK(rows.good[3].open_ns == ToNanos(At("2024-01-15T09:00:00Z")));
}

TEST_CASE("Every digit of a number survives", "[unit]") {
  const auto rows = ReadAll("time,open,high,low,close,volume\n1705312800,0.000000001,1,1,1,1982638874.07685000005\n");
  REQUIRE(rows.good.size() == 1);
  CHECK(rows.good[0].open.ToString() == "0.000000001");
  CHECK(rows.good[0].volume.ToString() == "1982638874.07685000005");
}

TEST_CASE("A faulty line is refused with its number and the reading goes on", "[unit]") {
  const auto rows = ReadAll(
      "time,open,high,low,close,volume\n"
      "1705312800,1,1,1,x,0\n\n1705312860,1,1\nsoon,1,1,1,1,0\n1705312920,1,1,1,1,0");
  CHECK(rows.good.size() == 1);
  REQUIRE(rows.refused.size() == 3);
  CHECK(rows.refused[0].reason == "line 2: close 'x' is not a number");
  CHECK(rows.refused[0].payload == "1705312800,1,1,1,x,0");
  CHECK(rows.refused[1].reason == "line 4: has 3 fields, 6 are needed");
  CHECK(rows.refused[2].reason == "line 5: time 'soon' is not a time");
}

TEST_CASE("A line without end costs no memory without end", "[unit]") {
  const auto rows =
      ReadAll("time,open,high,low,close,volume\n" + std::string(5'000'000, '7') + "\n1705312800,1,1,1,1,0\n");
  CHECK(rows.good.size() == 1);
  REQUIRE(rows.refused.size() == 1);
  CHECK(rows.refused[0].reason == "line 2: is longer than 4096 bytes");
}

TEST_CASE("A header without a column is refused by name", "[unit]") {
  CHECK(OpenFault("time,open,high,low,close\n") == "the header has no column 'volume'");
  CHECK(OpenFault("") == "the header has no column 'time'");
}

TEST_CASE("A byte order mark before the header is passed over", "[unit]") {
  CHECK(ReadAll("\xEF\xBB\xBFtime,open,high,low,close,volume\n1705312800,1,1,1,1,0\n").good.size() == 1);
}

TEST_CASE("Reading goes on where it ended, with the right line numbers", "[unit]") {
  TemporaryFolder folder;
  folder.Write("bars.csv", "time,open,high,low,close,volume\n60,1,1,1,1,0\n120,1,1,1,1,0\nx,1,1,1,1,0\n");
  auto first = CsvReader::Open(folder.path(), "bars.csv");
  REQUIRE(first.ok());
  first->Read(2);
  CHECK_FALSE(first->at_end());
  auto second = CsvReader::Open(folder.path(), "bars.csv", first->position());
  REQUIRE(second.ok());
  const auto rows = second->Read(10);
  REQUIRE(rows.refused.size() == 1);
  CHECK(rows.refused[0].reason == "line 4: time 'x' is not a time");
  CHECK(second->at_end());
}

TEST_CASE("Nothing outside of the folder can be opened", "[unit]") {
  TemporaryFolder outside;
  outside.Write("secret.csv", "time,open,high,low,close,volume\n");
  TemporaryFolder folder;
  std::filesystem::create_symlink(outside.path() + "/secret.csv", folder.path() + "/link.csv");
  std::filesystem::create_directory(folder.path() + "/folder.csv");
  for (const std::string& name :
       {std::string("../secret.csv"), outside.path() + "/secret.csv", std::string(".."), std::string(".hidden"),
        std::string(""), std::string("a/b"), std::string("a\0b", 3)}) {
    INFO(name);
    CHECK(absl::IsInvalidArgument(CsvReader::Open(folder.path(), name).status()));
  }
  CHECK(absl::IsNotFound(CsvReader::Open(folder.path(), "link.csv").status()));
  CHECK(absl::IsNotFound(CsvReader::Open(folder.path(), "folder.csv").status()));
  CHECK(absl::IsNotFound(CsvReader::Open(folder.path(), "absent.csv").status()));
  CHECK(absl::IsFailedPrecondition(CsvReader::Open("", "secret.csv").status()));
}

}  // namespace
}  // namespace mib::ingestion
