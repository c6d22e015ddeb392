#include "fakes.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "mib/base/ids.h"
#include "roles.h"

namespace mib::auth {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  return lower;
}

template <typename Range, typename Predicate>
auto FindIn(Range& range, Predicate predicate) {
  const auto found = std::find_if(range.begin(), range.end(), predicate);
  return found == range.end() ? nullptr : &*found;
}

std::optional<User> ToOptional(const User* user) { return user == nullptr ? std::nullopt : std::optional<User>(*user); }

}  // namespace

absl::StatusOr<std::optional<User>> FakeUserStore::FindByName(std::string_view name) {
  if (!outage.ok()) return outage;
  return ToOptional(FindIn(users, [&](const User& user) {
    return Lower(user.username) == Lower(name) || Lower(user.email) == Lower(name);
  }));
}

absl::StatusOr<std::optional<User>> FakeUserStore::FindById(std::string_view id) {
  if (!outage.ok()) return outage;
  return ToOptional(FindIn(users, [&](const User& user) { return user.id == id; }));
}

absl::Status FakeUserStore::Insert(const User& user) {
  if (!outage.ok()) return outage;
  const bool taken = std::any_of(users.begin(), users.end(), [&](const User& other) {
    return Lower(other.username) == Lower(user.username) || Lower(other.email) == Lower(user.email);
  });
  if (taken) return absl::AlreadyExistsError("users_username");
  users.push_back(user);
  return absl::OkStatus();
}

absl::StatusOr<bool> FakeUserStore::InsertFirst(const User& user) {
  if (!users.empty()) return false;
  users.push_back(user);
  return true;
}

absl::StatusOr<std::vector<User>> FakeUserStore::List(int64_t limit, int64_t offset) {
  const auto begin = std::min<size_t>(static_cast<size_t>(offset), users.size());
  const auto end = std::min<size_t>(begin + static_cast<size_t>(limit), users.size());
  return std::vector<User>(users.begin() + static_cast<std::ptrdiff_t>(begin),
                           users.begin() + static_cast<std::ptrdiff_t>(end));
}

absl::Status FakeUserStore::SetPasswordHash(std::string_view id, std::string_view hash, absl::Time) {
  if (User* user = FindIn(users, [&](const User& other) { return other.id == id; })) user->password_hash = hash;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<absl::Time>> FakeLoginAttemptStore::Begin(std::string_view subject, absl::Time now) {
  const LockoutPolicy policy;
  Entry& entry = entries[std::string(subject)];
  if (entry.locked_until && *entry.locked_until > now) return entry.locked_until;
  if (entry.locked_until || entry.last_at <= now - policy.duration) entry = Entry{};
  entry.last_at = now;
  if (++entry.attempts >= policy.attempts) entry.locked_until = now + policy.duration;
  return std::nullopt;
}

absl::Status FakeLoginAttemptStore::Clear(std::string_view subject) {
  entries.erase(std::string(subject));
  return absl::OkStatus();
}

absl::Status FakeSessionStore::Insert(const Session& session) {
  entries.push_back({session, {}, false});
  return absl::OkStatus();
}

absl::StatusOr<Rotation> FakeSessionStore::Rotate(std::string_view old_hash, std::string_view new_hash,
                                                  absl::Time now) {
  for (Entry& entry : entries) {
    Session& session = entry.session;
    if (session.refresh_token_hash == old_hash && !entry.revoked && session.expires_at > now) {
      entry.used.insert(session.refresh_token_hash);
      session.refresh_token_hash = new_hash;
      return Rotation{Rotation::Outcome::kRotated, session.id, session.user_id};
    }
    if (entry.used.contains(old_hash)) {
      entry.revoked = true;
      return Rotation{Rotation::Outcome::kReused, session.id, session.user_id};
    }
  }
  return Rotation{};
}

absl::Status FakeSessionStore::Revoke(std::string_view token_hash, absl::Time) {
  for (Entry& entry : entries) {
    if (entry.session.refresh_token_hash == token_hash || entry.used.contains(token_hash)) entry.revoked = true;
  }
  return absl::OkStatus();
}

absl::Status FakeApiKeyStore::Insert(const ApiKey& key) {
  keys.push_back(key);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<ApiKey>> FakeApiKeyStore::FindByHash(std::string_view hash, absl::Time now) {
  const ApiKey* key = FindIn(keys, [&](const ApiKey& other) {
    return other.hash == hash && !revoked.contains(other.id) && (!other.expires_at || *other.expires_at > now);
  });
  return key == nullptr ? std::nullopt : std::optional<ApiKey>(*key);
}

absl::StatusOr<std::vector<ApiKey>> FakeApiKeyStore::ListOf(std::string_view user_id) {
  std::vector<ApiKey> list;
  std::copy_if(keys.begin(), keys.end(), std::back_inserter(list),
               [&](const ApiKey& key) { return key.user_id == user_id && !revoked.contains(key.id); });
  return list;
}

absl::StatusOr<bool> FakeApiKeyStore::Revoke(std::string_view id, std::string_view user_id, absl::Time) {
  const ApiKey* key = FindIn(
      keys, [&](const ApiKey& other) { return other.id == id && (user_id.empty() || other.user_id == user_id); });
  if (key == nullptr) return false;
  revoked.insert(key->id);
  return true;
}

absl::Status FakeApiKeyStore::SetLastUsed(std::string_view id, absl::Time now) {
  ++touches;
  if (ApiKey* key = FindIn(keys, [&](const ApiKey& other) { return other.id == id; })) key->last_used_at = now;
  return absl::OkStatus();
}

absl::Status FakeSigningKeyStore::InsertFirst(const SealedKey& key) {
  if (rival) keys.push_back(*rival);
  if (keys.empty()) keys.push_back(key);
  return absl::OkStatus();
}

AuthWorld::AuthWorld(bool registration_open)
    : keys(*KeyRing::Load(signing_key_store, std::string(32, 'k'), clock.Now())),
      passwords(*Passwords::Make(kCheap, probe.password_seconds)),
      tokens(keys, TokenOptions{.issuer = "mib", .audience = "api"}),
      accounts(users, passwords, registration_open, clock),
      sessions(users, attempts, session_store, passwords, tokens, probe, clock),
      api_keys(users, api_key_store, probe, clock) {}

User AuthWorld::AddUser(std::string_view username, std::string_view role) {
  User user{.id = NewUuid(),
            .username = std::string(username),
            .email = std::string(username) + "@example.com",
            .password_hash = *passwords.Hash(kPassword),
            .full_name = {},
            .roles = {std::string(role)},
            .is_active = true,
            .created_at = clock.Now()};
  users.users.push_back(user);
  return user;
}

absl::StatusOr<v1::TokenPair> AuthWorld::Login(std::string_view username, std::string_view password) {
  v1::LoginRequest request;
  request.set_username(std::string(username));
  request.set_password(std::string(password));
  rpc::Context context;
  context.client_ip = "192.0.2.7";
  context.user_agent = "curl/8";
  return sessions.Login(context, request);
}

absl::StatusOr<v1::TokenPair> AuthWorld::Refresh(std::string_view token) {
  v1::RefreshRequest request;
  request.set_refresh_token(std::string(token));
  return sessions.Refresh({}, request);
}

rpc::Context AuthWorld::ContextOf(const User& user) {
  rpc::Context context;
  context.caller = "gateway";
  context.principal = rpc::Principal{
      .user_id = user.id, .username = user.username, .roles = user.roles, .permissions = PermissionsOf(user.roles)};
  return context;
}

}  // namespace mib::auth
