// prognos oppna: a page in the browser to work in, as long as the command runs.
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <csignal>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/clock.h"
#include "client/cancellation.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/local_page.h"
#include "client/report_assets.h"
#include "client/report_material.h"
#include "client/run.h"
#include "client/workbench.h"
#include "forecast/base/status_macros.h"

extern char** environ;

namespace prognos::client {
namespace {

struct OpenOptions {
  bool no_browser = false;
};

// Before there is any forecast.
std::string FirstPage(const std::string& organization, Session& session) {
  v1::Forecast none;
  none.set_year(static_cast<int>(absl::ToCivilYear(session.Now(), absl::LocalTimeZone()).year()));
  ReportPage page;
  page.organization = organization.substr(organization.rfind('/') + 1);
  page.date = absl::FormatTime("%Y-%m-%d", session.Now(), absl::LocalTimeZone());
  page.round = session.texts().page_no_forecast;
  page.workbench = WorkbenchOf(none, {}, session.texts());
  return RenderReport(page, session.texts());
}

// The page of a forecast: its report, with the forms.
absl::StatusOr<std::string> WorkingPage(const std::string& forecast, const std::string& organization,
                                        Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Forecast> all, ListForecasts(session, organization, 0));
  if (all.empty()) return FirstPage(organization, session);
  ForecastChoice choice;
  choice.name = forecast;
  PROGNOS_ASSIGN_OR_RETURN(const ReportMaterial material,
                           FetchReport(choice, organization, /*by_type=*/false, session));
  ReportPage page = ReportOf(material, session.texts());
  page.workbench = WorkbenchOf(material.forecast, all, session.texts());
  return RenderReport(page, session.texts());
}

// Runs a command of this program as if it stood on a command line, over the session's own connection.
CommandAnswer RunInside(const std::vector<std::string>& arguments, const std::string& organization, Session& session) {
  std::vector<std::string> words = {"prognos"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  words.insert(words.end(), {"--adress", session.settings().connection.address, "--tidsgrans",
                             absl::StrCat(session.settings().timeout_seconds)});
  words.insert(words.end(),
               {"--format", "tabell-html", "--organisation", organization.substr(organization.rfind('/') + 1),
                "--sprak", session.language() == Language::kSwedish ? "sv" : "en"});
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::ostringstream out;
  std::ostringstream err;
  Environment inside{out, err, [&session](const Connection&) { return session.Channel(); },
                     [](const std::string&) { return std::optional<std::string>(); }};
  inside.cancellation = session.cancellation();
  CommandAnswer answer;
  answer.exit_code = RunPrognos(static_cast<int>(argv.size()), argv.data(), inside);
  answer.html = out.str();
  answer.failure = err.str();
  return answer;
}

// As the desktop does with a link; whether it can is not known, so the address is printed in any case. The browser is a
// group of its own, so that Ctrl-C ends only what serves the page, and says nothing among our own words.
void OpenInBrowser(std::string address) {
  std::string program = "xdg-open";
  char* const arguments[] = {program.data(), address.data(), nullptr};
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int file : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&files, file, "/dev/null", O_WRONLY, 0);
  }
  pid_t child = 0;
  posix_spawnp(&child, program.c_str(), &files, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
}

absl::Status Open(const OpenOptions& options, Session& session) {
  const Texts& texts = session.texts();
  if (WorkScript().empty()) return Refused(texts.page_no_script, texts.page_no_script_advice);
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  const absl::StatusOr<std::unique_ptr<LocalPage>> page = LocalPage::Listen(
      {[&](const std::string& forecast) { return WorkingPage(forecast, organization, session); },
       [&](const std::vector<std::string>& arguments) { return RunInside(arguments, organization, session); }});
  if (!page.ok()) return Refused(texts.page_not_open, texts.page_not_open_advice);
  session.out() << absl::Substitute(texts.page_open, (*page)->address()) << std::endl;
  if (!options.no_browser) OpenInBrowser((*page)->address());
  std::thread serving([&] { (*page)->Serve(); });
  while (session.cancellation() != nullptr && !session.cancellation()->cancelled())
    absl::SleepFor(absl::Milliseconds(100));
  (*page)->Stop();
  serving.join();
  return absl::OkStatus();
}

}  // namespace

void AddOpenCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("oppna", "open", texts.help_open, "prognos oppna\n  prognos oppna --utan-webblasare");
  auto options = std::make_shared<OpenOptions>();
  command.Flag("--utan-webblasare,--no-browser", options->no_browser, texts.option_no_browser);
  command.WhenChosen(options, Open);
}

}  // namespace prognos::client
