#include "tracing.h"

#include <opentelemetry/exporters/otlp/otlp_http_exporter_factory.h>
#include <opentelemetry/exporters/otlp/otlp_http_exporter_options.h>
#include <opentelemetry/sdk/common/global_log_handler.h>
#include <opentelemetry/sdk/resource/resource.h>
#include <opentelemetry/sdk/trace/batch_span_processor_factory.h>
#include <opentelemetry/sdk/trace/batch_span_processor_options.h>
#include <opentelemetry/sdk/trace/samplers/parent_factory.h>
#include <opentelemetry/sdk/trace/samplers/trace_id_ratio_factory.h>
#include <opentelemetry/sdk/trace/tracer_provider.h>
#include <opentelemetry/sdk/trace/tracer_provider_factory.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "file_exporter.h"
#include "fmt/format.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/telemetry/trace.h"

namespace mib::telemetry {
namespace {

namespace otlp = opentelemetry::exporter::otlp;
namespace sdk = opentelemetry::sdk;

constexpr size_t kMaxTraceFileBytes = 64u << 20;
constexpr std::chrono::seconds kFlushTimeout{5};
constexpr std::chrono::seconds kExportTimeout{3};

struct Tracing {
  std::unique_ptr<sdk::trace::TracerProvider> provider;
  opentelemetry::nostd::shared_ptr<opentelemetry::trace::Tracer> tracer;
};

// Never deleted: a thread may still be making a span while another shuts tracing down.
std::atomic<Tracing*> current = nullptr;

// The library reports its own troubles, such as a collector that is away, as lines of our log: one in ten seconds,
// since an exporter that fails says so for every batch.
class LogForwarder final : public sdk::common::internal_log::LogHandler {
 public:
  void Handle(sdk::common::internal_log::LogLevel level, const char*, int, const char* message,
              const sdk::common::AttributeMap&) noexcept override {
    using sdk::common::internal_log::LogLevel;
    const bool grave = level == LogLevel::Error || level == LogLevel::Warning;
    const int64_t now = std::chrono::steady_clock::now().time_since_epoch() / std::chrono::seconds(1);
    int64_t next = next_second_.load();
    if (!grave || message == nullptr || now < next || !next_second_.compare_exchange_strong(next, now + 10)) return;
    log::Warning("spans are not exported", {{"detail", message}});
  }

 private:
  std::atomic<int64_t> next_second_ = 0;
};

std::unique_ptr<sdk::trace::SpanProcessor> Batched(std::unique_ptr<sdk::trace::SpanExporter> exporter) {
  sdk::trace::BatchSpanProcessorOptions options;
  options.max_queue_size = 8192;
  options.schedule_delay_millis = std::chrono::milliseconds(1000);
  return sdk::trace::BatchSpanProcessorFactory::Create(std::move(exporter), options);
}

std::unique_ptr<sdk::trace::SpanExporter> HttpExporter(const std::string& url) {
  otlp::OtlpHttpExporterOptions options;
  options.url = url;
  options.content_type = otlp::HttpRequestContentType::kBinary;
  options.timeout = kExportTimeout;
  return otlp::OtlpHttpExporterFactory::Create(options);
}

bool IsHttpUrl(const std::string& url) { return url.rfind("http://", 0) == 0 || url.rfind("https://", 0) == 0; }

}  // namespace

opentelemetry::trace::Tracer* CurrentTracer() {
  const Tracing* const tracing = current.load(std::memory_order_acquire);
  return tracing == nullptr ? nullptr : tracing->tracer.get();
}

absl::Status InitTracing(const TraceOptions& options) {
  if (current.load() != nullptr) return absl::FailedPreconditionError("tracing has been started already");
  if (!options.otlp_endpoint.empty() && !IsHttpUrl(options.otlp_endpoint)) {
    return absl::InvalidArgumentError(
        fmt::format("the OTLP endpoint '{}' is not an http:// or https:// URL", options.otlp_endpoint));
  }
  sdk::common::internal_log::GlobalLogHandler::SetLogHandler(
      opentelemetry::nostd::shared_ptr<sdk::common::internal_log::LogHandler>(new LogForwarder));
  std::vector<std::unique_ptr<sdk::trace::SpanProcessor>> processors;
  if (!options.file.empty()) {
    ASSIGN_OR_RETURN(std::unique_ptr<TraceFile> file, TraceFile::Open(options.file, kMaxTraceFileBytes));
    processors.push_back(Batched(std::make_unique<FileExporter>(std::move(file))));
  }
  if (!options.otlp_endpoint.empty()) processors.push_back(Batched(HttpExporter(options.otlp_endpoint)));
  if (processors.empty()) return absl::OkStatus();

  auto sampler = sdk::trace::ParentBasedSamplerFactory::Create(
      std::shared_ptr<sdk::trace::Sampler>(sdk::trace::TraceIdRatioBasedSamplerFactory::Create(options.sample_ratio)));
  auto tracing = std::make_unique<Tracing>();
  tracing->provider = sdk::trace::TracerProviderFactory::Create(
      std::move(processors), sdk::resource::Resource::Create({{"service.name", options.service}}), std::move(sampler));
  tracing->tracer = tracing->provider->GetTracer("mib");
  current.store(tracing.release(), std::memory_order_release);
  return absl::OkStatus();
}

void ShutdownTracing() {
  Tracing* const tracing = current.exchange(nullptr);
  if (tracing == nullptr) return;
  tracing->provider->ForceFlush(kFlushTimeout);
  tracing->provider->Shutdown(kFlushTimeout);
  // Kept: another thread may be about to begin a span with it.
  static absl::Mutex mutex;
  static auto* const ended = new std::vector<Tracing*>;
  const absl::MutexLock lock(&mutex);
  ended->push_back(tracing);
}

}  // namespace mib::telemetry
