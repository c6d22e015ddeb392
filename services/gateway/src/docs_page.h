#pragma once

#include <string_view>

namespace mib::gateway {

/// The page at /docs and its parts, from docs_page/, built into the program: it works without the internet.
extern const std::string_view kDocsHtml;
extern const std::string_view kDocsStyle;
extern const std::string_view kDocsScript;

inline constexpr std::string_view kDocsContentPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'";

}  // namespace mib::gateway
