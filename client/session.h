// What a command has at hand while it runs: settings, texts, the way out, and calls to the service.
#ifndef PROGNOS_CLIENT_SESSION_H_
#define PROGNOS_CLIENT_SESSION_H_

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/environment.h"
#include "client/settings.h"
#include "client/texts.h"
#include "forecast/documents/document.h"

namespace prognos::client {

// What is printed: what people read; what the service answers, as JSON or with all its figures as CSV; or the very
// tables that people read, as JSON, CSV or a piece of HTML (only of commands that print documents).
enum class Format { kTable, kJson, kCsv, kTableJson, kTableCsv, kTableHtml };
enum class ColorMode { kAuto, kAlways, kNever };

// The options that every command shares.
struct Settings {
  Connection connection;
  std::string organization;  // As given: an identifier or a resource name; empty: the only one there is.
  Format format = Format::kTable;
  Language language = Language::kSwedish;
  ColorMode color = ColorMode::kAuto;
  double timeout_seconds = 60.0;                // For each call.
  absl::Time give_up = absl::InfiniteFuture();  // For all calls together: later none is made or waited for.
  ChosenSettings chosen = {};                   // Where those come from that the user may set for good.
};

class Session {
 public:
  Session(Settings settings, Environment& environment);

  const Settings& settings() const { return settings_; }
  const Texts& texts() const { return texts_; }
  Language language() const { return settings_.language; }
  Format format() const { return settings_.format; }
  std::ostream& out() { return environment_.out; }
  std::ostream& err() { return environment_.err; }
  absl::Time Now() const { return environment_.now(); }
  Cancellation* cancellation() { return environment_.cancellation; }  // May be null.

  // Calls a method: Call(&v1::LedgerService::Stub::GetOrganization, request). A call that finds the service
  // unavailable is tried once more; writes carry a request_id, so this never stores twice. A failure says what is
  // wrong and what to do (see failure.h).
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    Response response;
    absl::Status status = Attempt([&](grpc::ClientContext& context) {
      response.Clear();
      return (Stub(Channel()).*method)(&context, request, &response);
    });
    if (!status.ok()) return cancelled() ? WithWhatBecame(std::move(status), request) : status;
    return response;
  }

  // The same for a call of any shape. `call` may run twice.
  absl::Status Attempt(const std::function<grpc::Status(grpc::ClientContext&)>& call);

  const std::shared_ptr<grpc::ChannelInterface>& Channel();

  // "organizations/exempelby": as asked for, or the only organization there is. Wrong use when there is none or more.
  absl::StatusOr<std::string> Organization();

  // A document as text, or with --format tabell-json, tabell-csv or tabell-html as that; with json, of a command that
  // has no other form, as tabell-json.
  void Print(const documents::Document& document);
  bool prints_documents() const { return format() != Format::kJson && format() != Format::kCsv; }
  // A table for programs, with --format csv.
  void PrintCsv(const documents::Table& table);
  // The same document, of whose charts a terminal draws what it can.
  void PrintCharts(const documents::Document& document);
  // What the service answered, for programs, in a form that stays (message_json.h): the fields of all messages.
  void PrintJson(absl::Span<const google::protobuf::Message* const> messages);
  void PrintJson(const google::protobuf::Message& message) { PrintJson({&message}); }
  // Several as one object, each under its name, in this order.
  void PrintJson(const std::vector<std::pair<std::string, const google::protobuf::Message*>>& messages);

  // What the service answered about each file, with its name.
  void PrintFilesJson(const std::vector<std::pair<std::string, const google::protobuf::Message*>>& files);

  // The width that tables may take; 0: no limit.
  int width() const { return environment_.is_terminal ? environment_.terminal_width : 0; }
  // The columns of a line that may be written over on err() while a person waits; 0: none may.
  int progress_width() const { return environment_.progress_width; }
  bool speaks_utf8() const { return environment_.speaks_utf8; }
  bool cancelled() const;

 private:
  bool UsesColor() const;
  void PrintText(const documents::Document& document, bool charts);
  // The end by Ctrl-C, with whether the service may have stored what `request` asks for.
  absl::Status WithWhatBecame(absl::Status cancelled, const google::protobuf::Message& request) const;
  void PrintByteOrderMark();
  // A failure in the words of people: what it names by identifier is asked for, briefly, and told by name.
  absl::Status FromService(const grpc::Status& status);
  absl::Status UnknownForecast(const std::string& id);
  // `lines` with names instead of the identifiers of series and forecasts.
  std::vector<std::string> WithNames(std::vector<std::string> lines);

  Settings settings_;
  Environment& environment_;
  const Texts& texts_;
  std::shared_ptr<grpc::ChannelInterface> channel_;
  bool is_naming_ = false;  // A failure is being told: one of asking for names is not told.
};

// "exempelby" -> "organizations/exempelby"; a whole name stays as it is.
std::string OrganizationName(const std::string& id);

// The last part of a resource name: "organizations/o/series/a.cost" -> "a.cost".
std::string LastPart(absl::string_view resource_name);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_SESSION_H_
