#pragma once

// Keeps secrets out of what people read: log lines, stored error texts, configuration dumps.

#include <string>
#include <string_view>

namespace mib {

inline constexpr std::string_view kRedacted = "***";

/// True for names whose values are secret: password, token, secret, api_key, authorization, cookie, private_key, alone
/// or as the end of a longer name ("refresh_token", "X-API-Key").
bool IsSecretName(std::string_view name);

/// `text` with "***" in place of bearer tokens, API keys of the platform, values of secret parameters ("?apikey=...",
/// "password=...", "\"secret\":\"...\"") and passwords in URLs. Providers echo keys in their error texts.
std::string Redact(std::string_view text);

}  // namespace mib
