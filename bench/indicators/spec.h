#pragma once

#include <string>
#include <vector>

#include "mib/indicators/definition.h"

namespace mib::bench {

/// An indicator with parameters, as text "stochf(fastk_period=14,fastd_period=1)"; what is not given has its default.
struct Spec {
  std::string text;
  const indicators::Definition* definition = nullptr;
  std::vector<double> params;

  /// A parameter's value by its name; exits with a message where there is none.
  double Parameter(const std::string& name) const;
  /// Which output has this name; exits with a message where there is none.
  size_t Output(const std::string& name) const;
};

/// Exits with a message where the text is wrong.
Spec ParseSpec(const std::string& text);

/// A function that a peer has too; a line of a table: SPEC FUNCTION OPTION... [-> OUTPUT...].
struct Row {
  Spec ours;
  std::string function;
  /// What the function's options get, in its order.
  std::vector<double> options;
  /// Which of our outputs the function's are, in its order; empty where they are ours in our order.
  std::vector<size_t> outputs;
};

/// An option is a parameter of ours by name, or a number.
std::vector<Row> ParseTable(const std::string& table);

}  // namespace mib::bench
