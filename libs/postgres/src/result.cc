#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>

#include "errors.h"
#include "libpq.h"
#include "text_format.h"

namespace mib::postgres {
namespace {

// pg_type.oid of the types that the getters read.
constexpr Oid kBool = 16, kBytea = 17, kInt8 = 20, kInt2 = 21, kInt4 = 23, kFloat4 = 700, kFloat8 = 701,
              kTextArray = 1009, kVarcharArray = 1015, kDate = 1082, kTimestamp = 1114, kTimestampTz = 1184,
              kNumeric = 1700;

// A getter that does not fit its column is a fault of the program: loud where programs are tried, a zero where they
// run.
void CheckColumn([[maybe_unused]] const PGresult* rows, [[maybe_unused]] int row, [[maybe_unused]] int column,
                 [[maybe_unused]] std::initializer_list<Oid> types) {
#ifndef NDEBUG
  if (row < 0 || row >= PQntuples(rows) || column < 0 || column >= PQnfields(rows)) {
    std::fprintf(stderr, "postgres: there is no row %d, column %d\n", row, column);
    std::abort();
  }
  for (const Oid type : types) {
    if (PQftype(rows, column) == type) return;
  }
  if (types.size() != 0) {
    std::fprintf(stderr, "postgres: column %s has type %u, which this getter does not read\n", PQfname(rows, column),
                 PQftype(rows, column));
    std::abort();
  }
#endif
}

std::string_view Cell(const PGresult* rows, int row, int column) {
  const char* data = PQgetvalue(rows, row, column);
  return data == nullptr ? std::string_view()
                         : std::string_view(data, static_cast<size_t>(PQgetlength(rows, row, column)));
}

template <typename T>
T Number(std::string_view text) {
  T value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

template <typename T>
T OrZero(absl::StatusOr<T> value) {
  return value.ok() ? *std::move(value) : T{};
}

}  // namespace

std::string ErrorField(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string() : std::string(text);
}

std::string OneLine(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return text;
}

absl::Status StatusOf(const PGresult* result) {
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
      return absl::OkStatus();
    default:
      // What libpq itself reports has neither an SQLSTATE nor fields.
      return StatusOf(ServerError{.sqlstate = ErrorField(result, PG_DIAG_SQLSTATE),
                                  .message = OneLine(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) != nullptr
                                                         ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
                                                         : PQresultErrorMessage(result)),
                                  .table = ErrorField(result, PG_DIAG_TABLE_NAME),
                                  .column = ErrorField(result, PG_DIAG_COLUMN_NAME),
                                  .constraint = ErrorField(result, PG_DIAG_CONSTRAINT_NAME)});
  }
}

Result::Result(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Result::~Result() = default;
Result::Result(Result&&) noexcept = default;
Result& Result::operator=(Result&&) noexcept = default;

int Result::size() const { return PQntuples(impl_->rows.get()); }

int64_t Result::affected() const { return Number<int64_t>(PQcmdTuples(impl_->rows.get())); }

bool Result::IsNull(int row, int column) const {
  CheckColumn(impl_->rows.get(), row, column, {});
  return PQgetisnull(impl_->rows.get(), row, column) != 0;
}

std::string Result::Text(int row, int column) const {
  CheckColumn(impl_->rows.get(), row, column, {});
  return std::string(Cell(impl_->rows.get(), row, column));
}

int64_t Result::Int64(int row, int column) const {
  CheckColumn(impl_->rows.get(), row, column, {kInt2, kInt4, kInt8});
  return Number<int64_t>(Cell(impl_->rows.get(), row, column));
}

double Result::Double(int row, int column) const {
  CheckColumn(impl_->rows.get(), row, column, {kFloat4, kFloat8});
  return Number<double>(Cell(impl_->rows.get(), row, column));
}

bool Result::Bool(int row, int column) const {
  CheckColumn(impl_->rows.get(), row, column, {kBool});
  return Cell(impl_->rows.get(), row, column) == "t";
}

Decimal Result::Numeric(int row, int column) const {
  CheckColumn(impl_->rows.get(), row, column, {kNumeric, kInt2, kInt4, kInt8});
  return OrZero(Decimal::Parse(Cell(impl_->rows.get(), row, column)));
}

absl::Time Result::Time(int row, int column) const {
  CheckColumn(impl_->rows.get(), row, column, {kTimestampTz, kTimestamp, kDate});
  return OrZero(TimeFromText(Cell(impl_->rows.get(), row, column)));
}

std::string Result::Binary(int row, int column) const {
  CheckColumn(impl_->rows.get(), row, column, {kBytea});
  return OrZero(BytesFromHex(Cell(impl_->rows.get(), row, column)));
}

std::vector<std::string> Result::TextArray(int row, int column) const {
  CheckColumn(impl_->rows.get(), row, column, {kTextArray, kVarcharArray});
  return OrZero(ArrayFromText(Cell(impl_->rows.get(), row, column)));
}

}  // namespace mib::postgres
