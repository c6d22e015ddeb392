#include "validation.h"

#include <algorithm>
#include <utility>

#include "mib/base/errors.h"

namespace mib::auth {
namespace {

constexpr size_t kMinUsername = 3, kMaxUsername = 50;
constexpr size_t kMaxEmail = 255;
constexpr size_t kMinPassword = 12, kMaxPassword = 256;
constexpr size_t kMaxFullName = 255;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool IsUsername(std::string_view text) {
  return text.size() >= kMinUsername && text.size() <= kMaxUsername &&
         std::all_of(text.begin(), text.end(), IsNameCharacter);
}

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  if (text.size() > kMaxEmail || at == 0 || at == std::string_view::npos ||
      text.find('@', at + 1) != std::string_view::npos) {
    return false;
  }
  const std::string_view domain = text.substr(at + 1);
  const size_t dot = domain.find('.');
  const auto is_control_or_space = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; };
  return dot != 0 && dot != std::string_view::npos && domain.back() != '.' &&
         std::none_of(text.begin(), text.end(), is_control_or_space);
}

}  // namespace

absl::Status ValidateAccount(const User& user, std::string_view password) {
  std::vector<std::pair<std::string, std::string>> faults;
  if (!IsUsername(user.username)) faults.emplace_back("username", "must be 3 to 50 letters, digits, '.', '_' or '-'");
  if (!IsEmail(user.email)) faults.emplace_back("email", "must be an e-mail address of at most 255 characters");
  if (password.size() < kMinPassword || password.size() > kMaxPassword) {
    faults.emplace_back("password", "must have 12 to 256 characters");
  }
  if (user.full_name.size() > kMaxFullName || user.full_name.find('\0') != std::string::npos) {
    faults.emplace_back("full_name", "must have at most 255 characters");
  }
  return faults.empty() ? absl::OkStatus() : errors::Invalid(faults);
}

}  // namespace mib::auth
