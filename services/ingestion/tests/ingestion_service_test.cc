#include "ingestion_service.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "mib/market/proto.h"
#include "temporary_folder.h"

namespace mib::ingestion {
namespace {

struct World {
  World() : budget("coinbase", {10, absl::Seconds(1), 0}, nullptr, clock) {
    std::vector<SourceEntry> sources{
        {"alpha_vantage", "Alpha Vantage", {"daily"}, false, nullptr, [] { return "idle"; }},
        {"coinbase", "Coinbase Exchange", {"daily", "candles", "trades", "quotes"}, true, &budget, [] {
           return "connected";
         }}};
    service = std::make_unique<IngestionService>(
        std::move(sources), folder.path(), jobs, letters, [this] { ++woken; }, clock);
  }
  v1::CreateJobRequest Candles() {
    v1::CreateJobRequest request;
    request.set_type("candles");
    request.set_source("coinbase");
    request.add_symbols("btc/usd");
    request.set_interval("1m");
    return request;
  }
  /// The message about a field, or empty.
  std::string Fault(const v1::CreateJobRequest& request, const std::string& field) {
    const absl::Status status = service->CreateJob(context, request).status();
    CHECK(errors::DetailOf(status).code() == api::v1::VALIDATION_FAILED);
    const auto detail = errors::DetailOf(status);
    for (const auto& violation : detail.violations()) {
      if (violation.field() == field) return violation.message();
    }
    return "";
  }

  SimulatedClock clock{At("2024-01-15T12:00:00Z")};
  Budget budget;
  TemporaryFolder folder;
  FakeJobStore jobs{clock};
  FakeDeadLetterStore letters;
  int woken = 0;
  std::unique_ptr<IngestionService> service;
  rpc::Context context;
};

TEST_CASE("A job is stored, answered at once, and its runner woken", "[unit]") {
  World world;
  const auto job = world.service->CreateJob(world.context, world.Candles());
  REQUIRE(job.ok());
  CHECK(job->status() == "queued");
  CHECK(job->symbols(0) == "BTC-USD");
  CHECK(market::FromProto(job->created_at()) == world.clock.Now());
  CHECK(world.woken == 1);
  CHECK(world.service
            ->GetJob(world.context,
                     [&] {
                       v1::GetJobRequest request;
                       request.set_id(job->id());
                       return request;
                     }())
            .ok());
}

TEST_CASE("Candles without a start are the last three hundred", "[unit]") {
  World world;
  REQUIRE(world.service->CreateJob(world.context, world.Candles()).ok());
  CHECK(world.jobs.rows[0].job.start == At("2024-01-15T07:00:00Z"));
}

TEST_CASE("Every field at fault is named with what it accepts", "[unit]") {
  World world;
  v1::CreateJobRequest request = world.Candles();
  request.set_type("ticks");
  CHECK(world.Fault(request, "type") == "'ticks' is unknown; accepted: daily, candles, import");
  request = world.Candles();
  request.set_source("binance");
  request.set_interval("7m");
  request.add_symbols("a b");
  CHECK(world.Fault(request, "source") == "'binance' is unknown; accepted: coinbase");
  CHECK(world.Fault(request, "interval") == "'7m' is not accepted; accepted: 1m, 5m, 15m, 1h, 1d");
  CHECK(world.Fault(request, "symbols") == "'a b' is no symbol");
  request = world.Candles();
  request.set_source("alpha_vantage");
  CHECK(world.Fault(request, "source") == "'alpha_vantage' cannot do 'candles'; accepted: coinbase");
  request.set_type("daily");
  CHECK(world.Fault(request, "source") == "'alpha_vantage' is disabled in this installation");
  CHECK(world.Fault(request, "interval") == "a daily job has bars of 1d only");
  request.clear_symbols();
  CHECK(world.Fault(request, "symbols") == "1 to 100 are accepted");
}

TEST_CASE("A reversed or future range is refused as such", "[unit]") {
  World world;
  v1::CreateJobRequest request = world.Candles();
  *request.mutable_start() = market::ToProto(At("2024-01-15T10:00:00Z"));
  *request.mutable_end() = market::ToProto(At("2024-01-15T10:00:00Z"));
  CHECK(errors::DetailOf(world.service->CreateJob(world.context, request).status()).code() ==
        api::v1::INVALID_TIME_RANGE);
  request.clear_end();
  *request.mutable_start() = market::ToProto(At("2024-01-16T10:00:00Z"));
  CHECK(errors::DetailOf(world.service->CreateJob(world.context, request).status()).code() ==
        api::v1::INVALID_TIME_RANGE);
}

TEST_CASE("An import needs a file of the import folder and one symbol", "[unit]") {
  World world;
  world.folder.Write("a.csv", "time,open,high,low,close,volume\n");
  v1::CreateJobRequest request = world.Candles();
  request.set_type("import");
  request.set_source("my_data");
  request.set_file("b.csv");
  CHECK(world.Fault(request, "file") == "there is no file 'b.csv' in the import folder");
  request.set_file("../a.csv");
  CHECK(world.Fault(request, "file") == "'../a.csv' is not the plain name of a file");
  request.set_file("a.csv");
  request.add_symbols("ETH-USD");
  CHECK(world.Fault(request, "symbols") == "an import has exactly one: the instrument of the file");
  request.mutable_symbols()->RemoveLast();
  CHECK(world.service->CreateJob(world.context, request).ok());
}

TEST_CASE("An unknown job is not found; a finished one cannot be cancelled", "[unit]") {
  World world;
  v1::GetJobRequest unknown;
  unknown.set_id("x");
  CHECK(errors::DetailOf(world.service->GetJob(world.context, unknown).status()).code() == api::v1::NOT_FOUND);
  const auto job = world.service->CreateJob(world.context, world.Candles());
  v1::CancelJobRequest request;
  request.set_id(job->id());
  CHECK(world.service->CancelJob(world.context, request)->status() == "cancelled");
  CHECK(world.service->CancelJob(world.context, request)->status() == "cancelled");
  world.jobs.rows[0].job.status = "completed";
  CHECK(errors::DetailOf(world.service->CancelJob(world.context, request).status()).code() == api::v1::CONFLICT);
}

TEST_CASE("Jobs are listed newest first, by status if asked", "[unit]") {
  World world;
  for (int i = 0; i < 3; ++i) REQUIRE(world.service->CreateJob(world.context, world.Candles()).ok());
  world.jobs.rows[1].job.status = "running";
  v1::ListJobsRequest request;
  CHECK(world.service->ListJobs(world.context, request)->jobs_size() == 3);
  CHECK(world.service->ListJobs(world.context, request)->jobs(0).id() == world.jobs.rows[2].job.id);
  request.set_status("running");
  CHECK(world.service->ListJobs(world.context, request)->jobs_size() == 1);
}

TEST_CASE("Sources tell their status and what is left of their budget", "[unit]") {
  World world;
  REQUIRE(world.budget.Take().ok());
  const auto response = world.service->ListSources(world.context, {});
  REQUIRE(response->sources_size() == 2);
  CHECK(response->sources(0).status() == "disabled");
  CHECK_FALSE(response->sources(0).has_budget());
  CHECK(response->sources(1).status() == "connected");
  CHECK(response->sources(1).budget().limit() == 10);
  CHECK(response->sources(1).budget().remaining() == 9);
  CHECK(response->sources(1).budget().window_seconds() == 1);
}

TEST_CASE("The quarantine shows what was refused and why", "[unit]") {
  World world;
  events::v1::DeadLetter letter;
  letter.set_id("1");
  letter.set_reason("price is missing");
  letter.set_payload(std::string("{\xFF}", 3));
  world.letters.saved.push_back(letter);
  const auto response = world.service->ListQuarantine(world.context, {});
  REQUIRE(response->records_size() == 1);
  CHECK(response->records(0).reason() == "price is missing");
  CHECK(response->records(0).payload() == "{?}");
}

}  // namespace
}  // namespace mib::ingestion
