#include "probe.h"

namespace mib::notification {
namespace {

constexpr char kAlerts[] = "mib_notification_alerts_total";
constexpr char kAlertsHelp[] = "Alerts raised and stored.";
constexpr char kDeliveries[] = "mib_notification_deliveries_total";
constexpr char kDeliveriesHelp[] = "Attempts to deliver, by what came of them.";

}  // namespace

Probe::Probe(telemetry::Metrics& metrics)
    : bars(metrics.Counter("mib_notification_bars_total", "First final bars read.")),
      records_passed_over(metrics.Counter("mib_notification_records_passed_over_total",
                                          "Records below the stored offset. Many mean that the log was replaced.")),
      rules_evaluated(metrics.Counter("mib_notification_rules_evaluated_total", "Conditions worked out.")),
      dead_letters(metrics.Counter("mib_notification_dead_letters_total", "Records refused.")),
      stream_recoveries(metrics.Counter("mib_notification_stream_recoveries_total",
                                        "Times the stream went back to its stored state.")),
      rules_active(metrics.Gauge("mib_notification_rules_active", "Enabled rules.")),
      lag_records(metrics.Gauge("mib_notification_lag_records", "Bars published and not yet read.")),
      outbox_pending(metrics.Gauge("mib_notification_outbox_pending", "Events that wait to be published.")),
      deliveries_delivered(metrics.Counter(kDeliveries, kDeliveriesHelp, {{"result", "delivered"}})),
      deliveries_retried(metrics.Counter(kDeliveries, kDeliveriesHelp, {{"result", "retried"}})),
      deliveries_failed(metrics.Counter(kDeliveries, kDeliveriesHelp, {{"result", "failed"}})),
      delivery_seconds(
          metrics.Histogram("mib_notification_delivery_duration_seconds", "Time for a receiver to answer.")),
      alerts_info_(metrics.Counter(kAlerts, kAlertsHelp, {{"severity", "info"}})),
      alerts_warning_(metrics.Counter(kAlerts, kAlertsHelp, {{"severity", "warning"}})),
      alerts_critical_(metrics.Counter(kAlerts, kAlertsHelp, {{"severity", "critical"}})) {}

prometheus::Counter& Probe::alerts(std::string_view severity) {
  if (severity == "critical") return alerts_critical_;
  return severity == "warning" ? alerts_warning_ : alerts_info_;
}

}  // namespace mib::notification
