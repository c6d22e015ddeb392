#include "series.h"

#include "mib/base/status.h"
#include "mib/market/proto.h"

namespace mib::analytics {
namespace {

using Columns = std::vector<std::vector<double>>;

const market::v1::Decimal& Field(const market::v1::Bar& bar, indicators::Input input) {
  switch (input) {
    case indicators::Input::kOpen:
      return bar.open();
    case indicators::Input::kHigh:
      return bar.high();
    case indicators::Input::kLow:
      return bar.low();
    case indicators::Input::kClose:
      return bar.close();
    case indicators::Input::kVolume:
      return bar.volume();
    case indicators::Input::kOpenTime:
      break;  // no decimal
  }
  return bar.close();
}

absl::StatusOr<std::vector<double>> Column(std::span<const market::v1::Bar> bars, indicators::Input input) {
  std::vector<double> column;
  column.reserve(bars.size());
  for (const market::v1::Bar& bar : bars) {
    if (input == indicators::Input::kOpenTime) {
      column.push_back(ToSeconds(bar.open_time()));
      continue;
    }
    const auto value = market::FromProto(Field(bar, input));
    if (!value.ok()) return absl::InternalError("a stored bar holds a number that cannot be read");
    column.push_back(value->ToDouble());
  }
  return column;
}

}  // namespace

double ToSeconds(const google::protobuf::Timestamp& open_time) {
  return absl::ToDoubleSeconds(market::FromProto(open_time) - absl::UnixEpoch());
}

absl::StatusOr<Columns> Compute(const indicators::Definition& definition, indicators::Params params,
                                std::span<const market::v1::Bar> bars) {
  Columns inputs;
  for (const indicators::Input input : definition.inputs) {
    ASSIGN_OR_RETURN(std::vector<double> column, Column(bars, input));
    inputs.push_back(std::move(column));
  }
  Columns outputs(definition.outputs.size(), std::vector<double>(bars.size()));
  const std::vector<std::span<const double>> in(inputs.begin(), inputs.end());
  const std::vector<std::span<double>> out(outputs.begin(), outputs.end());
  definition.batch(params, in, out);
  return outputs;
}

}  // namespace mib::analytics
