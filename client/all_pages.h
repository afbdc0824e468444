// Lists that the service answers a page at a time, as one.
#ifndef PROGNOS_CLIENT_ALL_PAGES_H_
#define PROGNOS_CLIENT_ALL_PAGES_H_

#include "absl/status/statusor.h"
#include "client/session.h"

namespace prognos::client {

// Calls `method` until there is no next page. The answer holds what is on all pages, and otherwise what the last one
// says. A failure is that of the page that failed.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> AllPages(Session& session,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  Request request) {
  Response all;
  do {
    absl::StatusOr<Response> page = session.Call(method, request);
    if (!page.ok()) return page.status();
    request.set_page_token(page->next_page_token());
    all.MergeFrom(*page);
  } while (!request.page_token().empty());
  all.clear_next_page_token();
  return all;
}

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_ALL_PAGES_H_
