#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mib::core_engine {

/// The fewest letters to add, drop, change or swap with their neighbour to turn one text into the other (optimal string
/// alignment).
size_t EditDistance(std::string_view a, std::string_view b);

/// In upper case, split at everything that is no letter and no digit; bytes above 127 count as letters.
std::vector<std::string> Words(std::string_view text);

/// How well words match an instrument: 1 for the very symbol, less for the rest, 0 when some word does not match at
/// all.
double MatchScore(const std::vector<std::string>& query, std::string_view symbol, std::string_view name);

}  // namespace mib::core_engine
