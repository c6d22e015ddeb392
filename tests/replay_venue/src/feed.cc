#include "feed.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "coinbase_messages.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "mib/base/status.h"

namespace mib::venue {
namespace {

constexpr std::array<std::string_view, 3> kChannels = {"heartbeat", "matches", "ticker"};
constexpr int kPolicyViolation = 1008;

using Names = std::set<std::string>;

Names Texts(simdjson::dom::element array) {
  Names names;
  simdjson::dom::array elements;
  if (array.get(elements) != simdjson::SUCCESS) return names;
  for (const simdjson::dom::element element : elements) {
    std::string_view text;
    if (element.get(text) == simdjson::SUCCESS) names.emplace(text);
  }
  return names;
}

Names ProductsOf(simdjson::dom::element object) {
  simdjson::dom::element products;
  return object["product_ids"].get(products) == simdjson::SUCCESS ? Texts(products) : Names();
}

// A channel is a name for all products of the message, or an object with products of its own.
std::map<std::string, Names> ReadChannels(simdjson::dom::element root) {
  std::map<std::string, Names> channels;
  const Names products = ProductsOf(root);
  simdjson::dom::array elements;
  if (root["channels"].get(elements) != simdjson::SUCCESS) return channels;
  for (const simdjson::dom::element element : elements) {
    std::string_view name;
    if (element.get(name) == simdjson::SUCCESS) {
      channels[std::string(name)].insert(products.begin(), products.end());
    } else if (element["name"].get(name) == simdjson::SUCCESS) {
      const Names own = ProductsOf(element);
      const Names& chosen = own.empty() ? products : own;
      channels[std::string(name)].insert(chosen.begin(), chosen.end());
    }
  }
  return channels;
}

}  // namespace

http::WebSocketHandler Feed::Handler() {
  http::WebSocketHandler handler;
  handler.on_open = [](const Session&) {};
  handler.on_message = [this](const Session& session, std::string_view text) { OnMessage(session, text); };
  handler.on_close = [this](const Session& session) {
    absl::MutexLock lock(&mutex_);
    subscribers_.erase(session.get());
  };
  return handler;
}

absl::StatusOr<Feed::Channels> Feed::ParseChannels(std::string_view text, std::string* type) const {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  std::string_view type_text;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS ||
      root["type"].get(type_text) != simdjson::SUCCESS || (type_text != "subscribe" && type_text != "unsubscribe")) {
    return absl::InvalidArgumentError("Malformed JSON, or not a subscribe message");
  }
  *type = std::string(type_text);
  Channels channels = ReadChannels(root);
  if (channels.empty()) return absl::InvalidArgumentError("No channels were given");
  const auto& known = market_.feed_products();
  for (const auto& [channel, products] : channels) {
    if (std::ranges::find(kChannels, channel) == kChannels.end()) {
      return absl::InvalidArgumentError("A channel given is not a valid channel");
    }
    if (products.empty()) return absl::InvalidArgumentError("No products were given");
    for (const std::string& product : products) {
      if (std::ranges::find(known, product) == known.end()) {
        return absl::InvalidArgumentError("A product given is not a valid product");
      }
    }
  }
  return channels;
}

void Feed::OnMessage(const Session& session, std::string_view text) {
  std::string type;
  const auto channels = ParseChannels(text, &type);
  if (!channels.ok()) {
    session->Send(ErrorMessage("Failed to subscribe", MessageOf(channels.status())));
    return;
  }
  absl::MutexLock lock(&mutex_);
  if (type == "subscribe") {
    Subscribe(session, *channels);
  } else {
    Unsubscribe(session, *channels);
  }
}

void Feed::Subscribe(const Session& session, const Channels& channels) {
  Subscriber& subscriber = subscribers_[session.get()];
  subscriber.session = session;
  for (const auto& [channel, products] : channels)
    subscriber.channels[channel].insert(products.begin(), products.end());
  SendSubscriptions(subscriber);
  if (const auto matches = channels.find("matches"); matches != channels.end()) {
    for (const std::string& product : matches->second) {
      if (const auto last = market_.Last(product)) session->Send(MatchMessage("last_match", *last));
    }
  }
  begun_ = true;
}

void Feed::Unsubscribe(const Session& session, const Channels& channels) {
  const auto found = subscribers_.find(session.get());
  if (found == subscribers_.end()) return;
  Channels& subscribed = found->second.channels;
  for (const auto& [channel, products] : channels) {
    for (const std::string& product : products) subscribed[channel].erase(product);
    if (subscribed[channel].empty()) subscribed.erase(channel);
  }
  SendSubscriptions(found->second);
  if (subscribed.empty()) subscribers_.erase(found);
}

void Feed::SendSubscriptions(const Subscriber& subscriber) const {
  std::vector<std::string> channels;
  for (const auto& [channel, products] : subscriber.channels) {
    channels.push_back(fmt::format(R"({{"name":"{}","product_ids":["{}"]}})", channel, fmt::join(products, R"(",")")));
  }
  subscriber.session->Send(fmt::format(R"({{"type":"subscriptions","channels":[{}]}})", fmt::join(channels, ",")));
}

void Feed::Publish(const std::string& channel, const std::string& product, const std::string& message) {
  for (const auto& [session, subscriber] : subscribers_) {
    const auto subscribed = subscriber.channels.find(channel);
    if (subscribed == subscriber.channels.end() || !subscribed->second.contains(product)) continue;
    if (!session->Send(message)) session->Close(kPolicyViolation, "too slow");
  }
}

bool Feed::Trade(int count) {
  // One lock over executing and telling: a subscription falls before or after a trade, never between.
  absl::MutexLock lock(&mutex_);
  for (int i = 0; i < count; ++i) {
    const std::optional<Execution> execution = market_.Next();
    if (!execution) return false;
    if (subscribers_.empty()) continue;
    Publish("matches", execution->product, MatchMessage("match", *execution));
    Publish("ticker", execution->product, TickerMessage(*execution));
  }
  return true;
}

void Feed::SendHeartbeats() {
  absl::MutexLock lock(&mutex_);
  for (const std::string& product : market_.feed_products()) {
    Publish("heartbeat", product, HeartbeatMessage(product, market_.Now(product)));
  }
}

size_t Feed::subscribers() const {
  absl::MutexLock lock(&mutex_);
  return subscribers_.size();
}

bool Feed::begun() const {
  absl::MutexLock lock(&mutex_);
  return begun_;
}

}  // namespace mib::venue
