#include "rule.h"

#include "mib/market/proto.h"

namespace mib::notification {

v1::Rule ToProto(const Rule& rule) {
  v1::Rule out;
  out.set_id(rule.id);
  out.set_name(rule.name);
  out.set_symbol(rule.series.symbol);
  out.set_interval(std::string(market::Name(rule.series.interval)));
  *out.mutable_condition() = rule.condition;
  out.set_severity(rule.severity);
  for (const Channel& channel : rule.channels) {
    v1::Channel& shown = *out.add_channels();
    shown.set_type(channel.type);
    shown.set_url(channel.url);
  }
  out.set_cooldown_seconds(static_cast<uint32_t>(absl::ToInt64Seconds(rule.cooldown)));
  out.set_enabled(rule.enabled);
  out.set_version(static_cast<uint32_t>(rule.version));
  *out.mutable_created_at() = market::ToProto(rule.created_at);
  *out.mutable_updated_at() = market::ToProto(rule.updated_at);
  return out;
}

}  // namespace mib::notification
