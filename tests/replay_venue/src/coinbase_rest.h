#pragma once

#include <string>

#include "market.h"
#include "mib/http/message.h"
#include "query.h"

namespace mib::venue {

/// Coinbase Exchange's public REST: GET /products and what lies below it. Errors are {"message": "..."}.
http::Response CoinbaseAnswer(const Market& market, const std::string& path, const Query& query);

}  // namespace mib::venue
