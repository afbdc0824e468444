#include "client/local_page.h"

#include <httplib.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "forecast/documents/html.h"

namespace prognos::client {
namespace {

// As large as the service takes files.
constexpr size_t kMostBytes = size_t{256} << 20;
constexpr char kHeader[] = "X-Prognos";
constexpr time_t kKeepAliveSeconds = 1;  // A browser that has the page open does not hold up the end.
constexpr char kHtml[] = "text/html; charset=utf-8";

std::string RandomToken() {
  std::array<unsigned char, 16> bytes = {};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

// A folder of its own that only this user can read; gone with it.
class DropFolder {
 public:
  DropFolder() {
    std::string path = (std::filesystem::temp_directory_path() / "prognos-XXXXXX").string();
    if (mkdtemp(path.data()) != nullptr) path_ = path;
  }
  ~DropFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  DropFolder(const DropFolder&) = delete;
  DropFolder& operator=(const DropFolder&) = delete;

  // Keeps one file, the last; its name without folders, for what is told of it.
  bool Keep(const std::string& name, const std::string& bytes) {
    if (path_.empty()) return false;
    std::string last = std::filesystem::path(name).filename().string();
    if (last.empty() || last == "." || last == "..") last = "fil";
    std::error_code ignored;
    if (!file_.empty()) std::filesystem::remove(file_, ignored);
    file_ = absl::StrCat(path_, "/", last);
    std::ofstream out(file_, std::ios::binary | std::ios::trunc);
    out << bytes;
    out.close();
    return static_cast<bool>(out);
  }

  const std::string& file() const { return file_; }

 private:
  std::string path_;
  std::string file_;
};

class HttpPage : public LocalPage {
 public:
  explicit HttpPage(PageParts parts) : parts_(std::move(parts)), token_(RandomToken()) {
    server_.set_payload_max_length(kMostBytes);
    server_.set_keep_alive_timeout(kKeepAliveSeconds);
    server_.set_default_headers({{"Cache-Control", "no-store"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"X-Content-Type-Options", "nosniff"},
                                 {"Content-Security-Policy", "frame-ancestors 'none'"}});
    server_.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      if (IsOwn(request)) return httplib::Server::HandlerResponse::Unhandled;
      response.status = 404;
      return httplib::Server::HandlerResponse::Handled;
    });
    const std::string root = absl::StrCat("/", token_, "/");
    server_.Get(root, [this](const auto& request, auto& response) { AnswerPage(request, response); });
    server_.Post(absl::StrCat(root, "run"),
                 [this](const auto& request, auto& response) { AnswerRun(request, response); });
    server_.Post(absl::StrCat(root, "file"),
                 [this](const auto& request, auto& response) { AnswerFile(request, response); });
  }

  bool Listen() {
    port_ = server_.bind_to_any_port("127.0.0.1");
    return port_ > 0;
  }

  std::string address() const override { return absl::StrCat("http://", Host(), "/", token_, "/"); }
  void Serve() override {
    server_.listen_after_bind();
    served_ = true;
  }
  // The server does not hear of it before it runs.
  void Stop() override {
    while (!server_.is_running() && !served_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    server_.stop();
  }

 private:
  std::string Host() const { return absl::StrCat("127.0.0.1:", port_); }

  // One request at a time: a session is for one thread.
  bool IsOwn(const httplib::Request& request) const {
    if (request.get_header_value("Host") != Host()) return false;
    const std::string origin = request.get_header_value("Origin");
    if (!origin.empty() && origin != absl::StrCat("http://", Host())) return false;
    return request.method == "GET" || request.has_header(kHeader);
  }

  void AnswerPage(const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock(mutex_);
    const absl::StatusOr<std::string> page = parts_.page(request.get_param_value("prognos"));
    if (page.ok()) {
      response.set_content(*page, kHtml);
      return;
    }
    response.status = 422;
    response.set_content(absl::StrCat("<!DOCTYPE html><meta charset=\"utf-8\"><pre>",
                                      documents::EscapeHtml(page.status().message()), "</pre>"),
                         kHtml);
  }

  // The arguments are the lines of the body; what the command printed is the answer, and after it its failure.
  void AnswerRun(const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> arguments = absl::StrSplit(request.body, '\n');
    if (!MayRun(arguments)) {
      response.status = 403;
      return;
    }
    for (std::string& argument : arguments) {
      if (argument == kDroppedFile) argument = dropped_.file();
    }
    const CommandAnswer answer = parts_.run(arguments);
    const std::string failure = answer.failure.empty() ? ""
                                                       : absl::StrCat("<pre class=\"failure\">",
                                                                      documents::EscapeHtml(answer.failure), "</pre>");
    response.status = answer.exit_code == 0 ? 200 : 422;
    response.set_content(absl::StrCat(answer.html, failure), kHtml);
  }

  void AnswerFile(const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock(mutex_);
    response.status = dropped_.Keep(request.get_param_value("name"), request.body) ? 204 : 507;
  }

  const PageParts parts_;
  const std::string token_;
  httplib::Server server_;
  int port_ = 0;
  std::atomic<bool> served_ = false;
  std::mutex mutex_;
  DropFolder dropped_;
};

}  // namespace

bool MayRun(const std::vector<std::string>& arguments) {
  constexpr std::array kCommands = {"skapa", "forklara", "scenario", "justera", "las", "importera"};
  if (arguments.empty() || !absl::c_linear_search(kCommands, absl::string_view(arguments.front()))) return false;
  if (arguments.front() != "importera") return true;
  return std::all_of(arguments.begin() + 1, arguments.end(), [](const std::string& argument) {
    return argument == kDroppedFile || argument == "--kontrollera" || argument == "--bekrafta";
  });
}

absl::StatusOr<std::unique_ptr<LocalPage>> LocalPage::Listen(PageParts parts) {
  auto page = std::make_unique<HttpPage>(std::move(parts));
  if (!page->Listen()) return absl::UnavailableError("no free port on 127.0.0.1");
  return page;
}

}  // namespace prognos::client
