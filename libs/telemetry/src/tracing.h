#pragma once

#include <opentelemetry/nostd/shared_ptr.h>
#include <opentelemetry/trace/tracer.h>

namespace mib::telemetry {

/// What new spans are made with, or nullptr where nothing is exported. Stays valid for the life of the process.
opentelemetry::trace::Tracer* CurrentTracer();

}  // namespace mib::telemetry
