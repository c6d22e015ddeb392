#pragma once

#include <opentelemetry/sdk/trace/exporter.h>
#include <opentelemetry/sdk/trace/span_data.h>

#include <memory>
#include <string>
#include <utility>

#include "trace_file.h"

namespace mib::telemetry {

/// Writes each finished span as one line of OTLP JSON (a whole ExportTraceServiceRequest, so that any collector can
/// read the file). The batch processor calls Export from its one thread.
class FileExporter final : public opentelemetry::sdk::trace::SpanExporter {
 public:
  explicit FileExporter(std::unique_ptr<TraceFile> file) : file_(std::move(file)) {}

  std::unique_ptr<opentelemetry::sdk::trace::Recordable> MakeRecordable() noexcept override;
  opentelemetry::sdk::common::ExportResult Export(
      const opentelemetry::nostd::span<std::unique_ptr<opentelemetry::sdk::trace::Recordable>>& spans) noexcept
      override;
  bool ForceFlush(std::chrono::microseconds) noexcept override { return true; }
  bool Shutdown(std::chrono::microseconds) noexcept override { return true; }

 private:
  std::unique_ptr<TraceFile> file_;
};

/// The line for one span, with its newline.
std::string ToOtlpJson(const opentelemetry::sdk::trace::SpanData& span);

}  // namespace mib::telemetry
