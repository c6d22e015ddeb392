#include "stream_protocol.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <map>

#include "json_text.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/indicators/registry.h"
#include "mib/market/interval.h"
#include "mib/market/symbol.h"

namespace mib::gateway {
namespace {

using simdjson::dom::element;

constexpr std::string_view kBars = "bars";
constexpr std::string_view kIndicators = "indicators";
constexpr std::string_view kQuotes = "quotes";
constexpr std::string_view kAlerts = "alerts";
constexpr size_t kMaxKeysPerFrame = 1000;

absl::Status BadFrame(std::string_view what) { return errors::Make(api::v1::MALFORMED_REQUEST, what); }

std::string TextOf(const element& object, const char* key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

absl::StatusOr<ClientFrame::Op> OpOf(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, ClientFrame::Op>, 5> kOps{
      {{"auth", ClientFrame::Op::kAuth},
       {"subscribe", ClientFrame::Op::kSubscribe},
       {"unsubscribe", ClientFrame::Op::kUnsubscribe},
       {"ping", ClientFrame::Op::kPing},
       {"list", ClientFrame::Op::kList}}};
  for (const auto& [text, op] : kOps) {
    if (text == name) return op;
  }
  return errors::Invalid({{"op", "must be one of: auth, subscribe, unsubscribe, ping, list"}});
}

absl::StatusOr<std::string> IntervalOf(const element& channel) {
  const std::string text = TextOf(channel, "interval");
  if (text.empty()) return std::string("1m");
  const std::optional<market::Interval> interval = market::ParseInterval(text);
  if (!interval) return errors::Invalid({{"interval", "must be one of: 1s, 1m, 5m, 15m, 1h, 4h, 1d, 1w, 1M"}});
  return std::string(market::Name(*interval));
}

absl::StatusOr<std::map<std::string, double>> GivenParams(const element& channel) {
  std::map<std::string, double> given;
  element params;
  if (channel["params"].get(params) != simdjson::SUCCESS) return given;
  simdjson::dom::object object;
  if (params.get(object) != simdjson::SUCCESS) {
    return errors::Invalid({{"channels.params", "must be an object, such as {\"period\": 14}"}});
  }
  // As many, and as long, as REST takes.
  constexpr size_t kMaxParams = 16;
  constexpr size_t kMaxParamName = 64;
  if (object.size() > kMaxParams)
    return errors::Invalid({{"channels.params", fmt::format("must have at most {} parameters", kMaxParams)}});
  for (const auto& [name, value] : object) {
    if (name.size() > kMaxParamName) return errors::Invalid({{"channels.params", "must have names of parameters"}});
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS) return errors::Invalid({{std::string(name), "must be a number"}});
    given[std::string(name)] = number;
  }
  return given;
}

absl::Status ReadIndicator(const element& channel, StreamKey* key) {
  const std::string name = TextOf(channel, "indicator");
  // Near names of a long text would take long to find.
  constexpr size_t kMaxNameLength = 32;
  if (name.empty() || name.size() > kMaxNameLength) {
    return errors::Invalid({{"channels.indicator", "must be the name of an indicator, such as rsi"}});
  }
  ASSIGN_OR_RETURN(key->indicator, indicators::Registry::Get(name));
  ASSIGN_OR_RETURN(const auto given, GivenParams(channel));
  ASSIGN_OR_RETURN(key->params, key->indicator->Resolve(given));
  return absl::OkStatus();
}

/// All of a key that its symbol does not say.
absl::StatusOr<StreamKey> ReadKey(const element& channel) {
  StreamKey key;
  key.channel = TextOf(channel, "name");
  if (key.channel == kBars || key.channel == kIndicators) {
    ASSIGN_OR_RETURN(key.interval, IntervalOf(channel));
  } else if (key.channel != kQuotes && key.channel != kAlerts) {
    return errors::Invalid({{"channels.name", "must be one of: bars, indicators, quotes, alerts"}});
  }
  if (key.channel == kIndicators) RETURN_IF_ERROR(ReadIndicator(channel, &key));
  return key;
}

absl::Status AddChannel(const element& channel, std::vector<StreamKey>* keys) {
  ASSIGN_OR_RETURN(StreamKey key, ReadKey(channel));
  if (key.channel == kAlerts) {
    keys->push_back(std::move(key));
    return absl::OkStatus();
  }
  simdjson::dom::array symbols;
  if (channel["symbols"].get(symbols) != simdjson::SUCCESS || symbols.size() == 0) {
    return errors::Invalid({{"channels.symbols", "must be an array of symbols"}});
  }
  for (const element symbol : symbols) {
    std::string_view text;
    if (symbol.get(text) != simdjson::SUCCESS)
      return errors::Invalid({{"channels.symbols", "must be an array of symbols"}});
    absl::StatusOr<std::string> canonical = market::CanonicalSymbol(text);
    if (!canonical.ok()) return errors::Invalid({{"channels.symbols", "must be symbols such as AAPL or BTC-USD"}});
    if (keys->size() >= kMaxKeysPerFrame) return errors::Invalid({{"channels", "are too many for one frame"}});
    key.symbol = *std::move(canonical);
    keys->push_back(key);
  }
  return absl::OkStatus();
}

/// Opens {"type":…,"id":…}; the caller goes on and closes.
JsonText Begin(std::string* out, std::string_view type, std::string_view id) {
  JsonText json(out);
  json.BeginObject().Key("type").String(type);
  if (!id.empty()) json.Key("id").String(id);
  return json;
}

void AddKey(const StreamKey& key, JsonText* json) {
  json->Key("channel").String(key.channel);
  if (key.channel != kAlerts) json->Key("symbol").String(key.symbol);
  if (!key.interval.empty()) json->Key("interval").String(key.interval);
  if (key.indicator == nullptr) return;
  json->Key("indicator").String(key.indicator->name).Key("params").BeginObject();
  for (size_t i = 0; i < key.params.size(); ++i) json->Key(key.indicator->parameters[i].name).Double(key.params[i]);
  json->EndObject();
}

/// Adds what went wrong to a frame, as REST's errors tell it.
void AddError(const absl::Status& status, JsonText* json) {
  const api::v1::ErrorDetail detail = errors::DetailOf(status);
  const api::v1::ErrorMeaning& meaning = errors::MeaningOf(detail.code());
  json->Key("code").String(api::v1::ErrorCode_Name(detail.code()));
  json->Key("message").String(meaning.http() >= 500 ? meaning.title() + "." : MessageOf(status));
  json->Key("details").BeginObject();
  for (const auto& [key, value] : detail.details()) json->Key(key).String(value);
  for (const auto& violation : detail.violations()) json->Key(violation.field()).String(violation.message());
  json->EndObject();
}

std::string Milliseconds(absl::Time time) { return mib::FormatTime(absl::FromUnixMillis(absl::ToUnixMillis(time))); }

}  // namespace

absl::StatusOr<ClientFrame> ParseClientFrame(std::string_view text, std::string* id) {
  thread_local simdjson::dom::parser parser;
  element root;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS || !root.is_object()) {
    return BadFrame("A frame must be one JSON object.");
  }
  constexpr size_t kMaxIdLength = 64;
  *id = TextOf(root, "id").substr(0, kMaxIdLength);
  ClientFrame frame{};
  frame.id = *id;
  ASSIGN_OR_RETURN(frame.op, OpOf(TextOf(root, "op")));
  if (frame.op == ClientFrame::Op::kAuth) {
    frame.token = TextOf(root, "token");
    if (frame.token.empty()) return errors::Invalid({{"token", "is required"}});
  }
  if (frame.op == ClientFrame::Op::kSubscribe || frame.op == ClientFrame::Op::kUnsubscribe) {
    simdjson::dom::array channels;
    if (root["channels"].get(channels) != simdjson::SUCCESS || channels.size() == 0) {
      return errors::Invalid({{"channels", "must be an array of channels"}});
    }
    for (const element channel : channels) RETURN_IF_ERROR(AddChannel(channel, &frame.keys));
  }
  return frame;
}

std::string WelcomeFrame(std::string_view connection_id, absl::Time now, int heartbeat_seconds) {
  std::string out;
  JsonText json = Begin(&out, "welcome", "");
  json.Key("conn_id").String(connection_id).Key("server_time").String(Milliseconds(now));
  json.Key("heartbeat_s").Int(heartbeat_seconds).Key("version").String("1.0").EndObject();
  return out;
}

std::string AuthenticatedFrame(std::string_view id, std::string_view username) {
  std::string out;
  Begin(&out, "authenticated", id).Key("username").String(username).EndObject();
  return out;
}

std::string SubscribedFrame(std::string_view id, const StreamKey& key, bool snapshot) {
  std::string out;
  JsonText json = Begin(&out, "subscribed", id);
  AddKey(key, &json);
  json.Key("snapshot").Bool(snapshot).EndObject();
  return out;
}

std::string UnsubscribedFrame(std::string_view id, const StreamKey& key) {
  std::string out;
  JsonText json = Begin(&out, "unsubscribed", id);
  AddKey(key, &json);
  json.EndObject();
  return out;
}

std::string DataFrame(std::string_view type, const StreamKey& key, uint64_t sequence, absl::Time now,
                      std::string_view data) {
  std::string out;
  out.reserve(data.size() + 160);
  JsonText json = Begin(&out, type, "");
  AddKey(key, &json);
  json.Key("seq").Int(static_cast<int64_t>(sequence)).Key("ts").String(Milliseconds(now)).Key("data");
  if (type == "snapshot") {
    json.BeginArray().Raw(data).EndArray();
  } else {
    json.Raw(data);
  }
  json.EndObject();
  return out;
}

std::string HeartbeatFrame(absl::Time now, int64_t lag_ms, uint64_t dropped) {
  std::string out;
  JsonText json = Begin(&out, "heartbeat", "");
  json.Key("ts").String(Milliseconds(now)).Key("lag_ms").Int(lag_ms);
  json.Key("dropped").Int(static_cast<int64_t>(dropped)).EndObject();
  return out;
}

std::string PongFrame(std::string_view id) {
  std::string out;
  Begin(&out, "pong", id).EndObject();
  return out;
}

std::string ListFrame(std::string_view id, const std::vector<StreamKey>& keys) {
  std::string out;
  JsonText json = Begin(&out, "subscriptions", id);
  json.Key("channels").BeginArray();
  for (const StreamKey& key : keys) {
    json.BeginObject();
    AddKey(key, &json);
    json.EndObject();
  }
  json.EndArray().EndObject();
  return out;
}

std::string TokenExpiringFrame(int64_t seconds) {
  std::string out;
  Begin(&out, "token_expiring", "").Key("in_s").Int(seconds).EndObject();
  return out;
}

std::string ErrorFrame(std::string_view id, const absl::Status& status) {
  std::string out;
  JsonText json = Begin(&out, "error", id);
  AddError(status, &json);
  json.EndObject();
  return out;
}

std::string EndedFrame(std::string_view id, const StreamKey& key, const absl::Status& status) {
  std::string out;
  JsonText json = Begin(&out, "error", id);
  AddError(status, &json);
  AddKey(key, &json);
  json.EndObject();
  return out;
}

}  // namespace mib::gateway
