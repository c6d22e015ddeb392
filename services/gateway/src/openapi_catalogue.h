#pragma once

#include <string_view>
#include <vector>

#include "json_text.h"
#include "mib/api/v1/annotations.pb.h"

namespace mib::gateway {

/// All names of a list that a contract refers to; none for CATALOGUE_UNSPECIFIED.
std::vector<std::string_view> NamesOf(api::v1::Catalogue catalogue);
/// Where the OpenAPI document tells what the names stand for, as a reference inside of it.
std::string_view PlaceOf(api::v1::Catalogue catalogue);

/// The registry of indicators as an object, by name: title, category, outputs, and each parameter as a JSON Schema.
void WriteIndicators(JsonText* json);

}  // namespace mib::gateway
