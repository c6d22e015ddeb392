#pragma once

#include <sys/socket.h>

namespace mib::http {

/// True for an address of the public internet. Loopback, private, link-local (the cloud's metadata service among them),
/// shared, multicast, documentation and unspecified addresses are not, nor are IPv6 forms that carry such an IPv4
/// address; other families than IPv4 and IPv6 neither. Source: the IANA special-purpose address registries.
bool IsPublicAddress(const sockaddr& address);

}  // namespace mib::http
