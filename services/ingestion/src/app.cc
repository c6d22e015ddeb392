#include "app.h"

#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bar_jobs.h"
#include "fmt/format.h"
#include "ingestion_service.h"
#include "job_runner.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/http/client.h"
#include "mib/http/websocket_client.h"
#include "mib/kafka/producer.h"
#include "mib/postgres/pool.h"
#include "mib/rpc/server.h"
#include "periodic.h"
#include "postgres_job_store.h"
#include "postgres_stores.h"
#include "source_context.h"
#include "venues/alpha_vantage/source.h"
#include "venues/coinbase/source.h"

namespace mib::ingestion {
namespace {

constexpr absl::Duration kHousekeepingInterval = absl::Seconds(1);
constexpr absl::Duration kLastFlush = absl::Seconds(5);

absl::StatusOr<std::string> ReadFirstLine(const std::string& setting, const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line.empty()) {
    return absl::FailedPreconditionError(fmt::format("{}: the file '{}' holds nothing", setting, path));
  }
  return line;
}

JobRunnerOptions RunnerOptions(const config::v1::Jobs& config) {
  return {static_cast<int>(config.threads()), absl::Milliseconds(config.lease_ms()),
          absl::Milliseconds(config.poll_interval_ms()), static_cast<int>(config.attempts())};
}

class IngestionApp final : public service::App {
 public:
  IngestionApp(const config::v1::Ingestion& config, service::Runtime& runtime, std::unique_ptr<postgres::Pool> pool,
               std::unique_ptr<kafka::Producer> producer)
      : config_(config),
        runtime_(runtime),
        pool_(std::move(pool)),
        producer_(std::move(producer)),
        http_(http::MakeClient({}, runtime.metrics)) {}

  absl::Status Start();
  absl::Status Ready() override { return pool_->Check(); }
  void Stop(absl::Duration grace) override;

 private:
  absl::Status MakeSources();
  std::vector<SourceEntry> Entries() const;
  std::map<std::string, NamedBarProvider> BarProviders();
  absl::Status Serve();
  bool Housekeeping();

  const config::v1::Ingestion config_;
  service::Runtime& runtime_;
  // In the order of dependence: what stands below uses what stands above.
  std::unique_ptr<postgres::Pool> pool_;
  std::unique_ptr<kafka::Producer> producer_;
  std::unique_ptr<http::Client> http_;
  PostgresFeedStore feed_store_{*pool_};
  PostgresDeadLetterStore dead_letter_store_{*pool_};
  PostgresDailyCounter daily_counter_{*pool_};
  PostgresJobStore job_store_{*pool_};
  DeadLetters dead_letters_{*producer_, dead_letter_store_, runtime_.clock};
  std::optional<alpha_vantage::Source> alpha_vantage_;
  std::optional<coinbase::Source> coinbase_;
  BarPublisher publisher_{*producer_, runtime_.clock};
  SourceProbe import_probe_{runtime_.metrics, "import"};
  JobsProbe jobs_probe_{runtime_.metrics};
  std::optional<BarJobs> bar_jobs_;
  std::optional<JobRunner> runner_;
  std::optional<IngestionService> service_;
  std::unique_ptr<rpc::Server> server_;
  std::optional<Periodic> housekeeping_;
};

absl::Status IngestionApp::Start() {
  RETURN_IF_ERROR(MakeSources());
  bar_jobs_.emplace(BarProviders(), config_.import_dir(), publisher_, dead_letters_, import_probe_, runtime_.clock);
  runner_.emplace(RunnerOptions(config_.jobs()), job_store_, *bar_jobs_, jobs_probe_, runtime_.clock);
  RETURN_IF_ERROR(Serve());
  runner_->Start();
  housekeeping_.emplace(kHousekeepingInterval, [this] { return Housekeeping(); });
  return absl::OkStatus();
}

absl::Status IngestionApp::MakeSources() {
  const SourceContext context{*http_,           absl::Milliseconds(config_.http_timeout_ms()),
                              *producer_,       feed_store_,
                              daily_counter_,   dead_letters_,
                              runtime_.metrics, runtime_.clock};
  if (config_.alpha_vantage().enabled()) {
    ASSIGN_OR_RETURN(const std::string key,
                     ReadFirstLine("alpha_vantage.api_key_file", config_.alpha_vantage().api_key_file()));
    alpha_vantage_.emplace(config_.alpha_vantage(), key, context);
  }
  if (!config_.coinbase().enabled()) return absl::OkStatus();
  coinbase_.emplace(config_.coinbase(), context);
  http::WebSocketOptions socket;
  socket.url = config_.coinbase().websocket_url();
  return coinbase_->StartFeed(config_.coinbase(), [socket] { return http::WebSocketClient::Connect(socket); });
}

std::map<std::string, NamedBarProvider> IngestionApp::BarProviders() {
  std::map<std::string, NamedBarProvider> sources;
  if (alpha_vantage_) sources[alpha_vantage::Source::kId] = {&alpha_vantage_->client, &alpha_vantage_->probe};
  if (coinbase_) sources[coinbase::Source::kId] = {&coinbase_->rest(), &coinbase_->probe()};
  return sources;
}

std::vector<SourceEntry> IngestionApp::Entries() const {
  SourceEntry alpha_vantage{alpha_vantage::Source::kId,
                            "Alpha Vantage",
                            {"daily"},
                            alpha_vantage_.has_value(),
                            alpha_vantage_ ? &alpha_vantage_->budget : nullptr,
                            [] { return "idle"; }};
  SourceEntry coinbase{coinbase::Source::kId,
                       "Coinbase Exchange",
                       {"daily", "candles", "trades", "quotes"},
                       coinbase_.has_value(),
                       coinbase_ ? &coinbase_->budget() : nullptr,
                       [this] { return coinbase_->status(); }};
  return {std::move(alpha_vantage), std::move(coinbase)};
}

absl::Status IngestionApp::Serve() {
  service_.emplace(
      Entries(), config_.import_dir(), job_store_, dead_letter_store_, [this] { runner_->Wake(); }, runtime_.clock);
  rpc::ServiceBinder binder;
  service_->BindTo(binder);
  rpc::ServerOptions options;
  options.listen = config_.rpc().listen();
  options.tls = {config_.tls().ca_file(), config_.tls().certificate_file(), config_.tls().key_file()};
  options.blocking_threads = static_cast<int>(config_.rpc().blocking_threads());
  options.max_queued = static_cast<int>(config_.rpc().max_queued());
  ASSIGN_OR_RETURN(server_, rpc::Server::Start(options, binder, runtime_.metrics, runtime_.clock));
  server_->SetServing(true);
  log::Info("gRPC is served", {{"port", server_->port()}});
  return absl::OkStatus();
}

bool IngestionApp::Housekeeping() {
  runner_->RenewLeases();
  dead_letters_.Flush();
  if (!coinbase_) return false;
  const absl::Status saved = coinbase_->SaveCursors();
  if (!saved.ok()) log::Warning("cursors cannot be saved now", {{"error", ToString(saved)}});
  return false;
}

void IngestionApp::Stop(absl::Duration grace) {
  server_->SetServing(false);
  server_->Shutdown(grace / 2);
  if (coinbase_) coinbase_->Stop();
  if (alpha_vantage_) alpha_vantage_->http.Stop();
  runner_->Stop();
  housekeeping_->Stop();
  // Cursors follow what the broker has, so they are saved after the last flush.
  const absl::Status flushed = producer_->Flush(std::min(kLastFlush, grace / 2));
  if (!flushed.ok()) log::Warning("some records are left to be fetched again", {{"error", ToString(flushed)}});
  Housekeeping();
}

}  // namespace

absl::StatusOr<std::unique_ptr<service::App>> StartApp(const config::v1::Ingestion& config, service::Runtime& runtime) {
  postgres::PoolOptions database;
  database.dsn = config.postgres().dsn();
  database.password_file = config.postgres().password_file();
  database.size = static_cast<int>(config.postgres().pool_size());
  database.connect_timeout = absl::Milliseconds(config.postgres().connect_timeout_ms());
  database.statement_timeout = absl::Milliseconds(config.postgres().statement_timeout_ms());
  database.application_name = "ingestion";
  ASSIGN_OR_RETURN(auto pool, postgres::Pool::Open(database, runtime.metrics, runtime.clock));
  ASSIGN_OR_RETURN(auto producer, kafka::OpenProducer({config.kafka().brokers(), config.kafka().prefix(), "ingestion"},
                                                      runtime.metrics));
  auto app = std::make_unique<IngestionApp>(config, runtime, std::move(pool), std::move(producer));
  RETURN_IF_ERROR(app->Start());
  return std::unique_ptr<service::App>(std::move(app));
}

}  // namespace mib::ingestion
