#include "catalogue.h"

namespace mib::analytics {

v1::IndicatorInfo ToProto(const indicators::Definition& definition) {
  v1::IndicatorInfo info;
  info.set_name(std::string(definition.name));
  info.set_long_name(std::string(definition.long_name));
  info.set_category(std::string(definition.category));
  info.set_description(std::string(definition.description));
  for (const std::string_view output : definition.outputs) info.add_outputs(std::string(output));
  for (const indicators::Parameter& parameter : definition.parameters) {
    v1::IndicatorParameter& out = *info.add_parameters();
    out.set_name(std::string(parameter.name));
    out.set_description(std::string(parameter.description));
    out.set_default_value(parameter.default_value);
    out.set_minimum(parameter.minimum);
    out.set_maximum(parameter.maximum);
    out.set_integral(parameter.integral);
  }
  return info;
}

}  // namespace mib::analytics
