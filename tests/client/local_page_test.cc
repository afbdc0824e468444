#include "client/local_page.h"

#include <httplib.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const httplib::Headers kOwn = {{"X-Prognos", "1"}};
const char kText[] = "application/octet-stream";

// A page that serves; what it was asked to run is kept.
class LocalPageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    page_ = *LocalPage::Listen({[](const std::string& forecast) -> absl::StatusOr<std::string> {
                                  if (forecast == "borta") return absl::NotFoundError("<ingen> sådan");
                                  return absl::StrCat("sidan av ", forecast);
                                },
                                [this](const std::vector<std::string>& arguments) {
                                  asked_ = arguments;
                                  return CommandAnswer{arguments.size() > 3 ? 1 : 0, "<p>svar</p>",
                                                       arguments.size() > 3 ? "gick inte: <x>" : ""};
                                }});
    serving_ = std::thread([this] { page_->Serve(); });
    const std::vector<std::string> parts = absl::StrSplit(page_->address(), '/');
    host_ = parts[2];
    root_ = absl::StrCat("/", parts[3], "/");
  }
  void TearDown() override {
    page_->Stop();
    serving_.join();
  }

  httplib::Client Browser() { return httplib::Client(absl::StrCat("http://", host_)); }
  int StatusOf(const httplib::Result& result) { return result ? result->status : 0; }

  std::unique_ptr<LocalPage> page_;
  std::thread serving_;
  std::string host_, root_;
  std::vector<std::string> asked_;
};

TEST_F(LocalPageTest, ServesTheForecastThatIsAskedFor) {
  httplib::Client browser = Browser();
  const httplib::Result answer = browser.Get(absl::StrCat(root_, "?prognos=2022-08-1"));
  ASSERT_EQ(StatusOf(answer), 200);
  EXPECT_EQ(answer->body, "sidan av 2022-08-1");
  EXPECT_EQ(answer->get_header_value("Cache-Control"), "no-store");
  const httplib::Result refused = browser.Get(absl::StrCat(root_, "?prognos=borta"));
  EXPECT_EQ(StatusOf(refused), 422);
  EXPECT_THAT(refused->body, HasSubstr("&lt;ingen&gt; sådan"));
}

TEST_F(LocalPageTest, WithoutTheTokenThereIsNothing) {
  httplib::Client browser = Browser();
  EXPECT_EQ(StatusOf(browser.Get("/")), 404);
  EXPECT_EQ(StatusOf(browser.Get("/00000000000000000000000000000000/")), 404);
  EXPECT_EQ(StatusOf(browser.Post("/run", kOwn, "las", kText)), 404);
}

// Another page in the same browser may send a form here, or read under a name that it lets point to this computer.
TEST_F(LocalPageTest, WhatComesFromElsewhereIsRefused) {
  httplib::Client browser = Browser();
  const std::string run = absl::StrCat(root_, "run");
  EXPECT_EQ(StatusOf(browser.Post(run, "las", kText)), 404);
  EXPECT_EQ(StatusOf(browser.Post(run, {{"X-Prognos", "1"}, {"Origin", "http://evil.example"}}, "las", kText)), 404);
  EXPECT_EQ(StatusOf(browser.Get(root_, {{"Host", "evil.example"}})), 404);
  EXPECT_THAT(asked_, ElementsAre());
  EXPECT_EQ(StatusOf(browser.Post(run, {{"X-Prognos", "1"}, {"Origin", absl::StrCat("http://", host_)}}, "las", kText)),
            200);
}

TEST_F(LocalPageTest, ArgumentsKeepTheirOrderAndAFailureIsTextBelowTheAnswer) {
  httplib::Client browser = Browser();
  const httplib::Result answer =
      browser.Post(absl::StrCat(root_, "run"), kOwn, "scenario\n2022-08-1\n--vad-om\nvuxen.kostnad; 3 %", kText);
  EXPECT_THAT(asked_, ElementsAre("scenario", "2022-08-1", "--vad-om", "vuxen.kostnad; 3 %"));
  EXPECT_EQ(StatusOf(answer), 422);
  EXPECT_EQ(answer->body, "<p>svar</p><pre class=\"failure\">gick inte: &lt;x&gt;</pre>");
}

TEST_F(LocalPageTest, ADroppedFileIsKeptUnderItsNameOnlyInAFolderOfItsOwn) {
  httplib::Client browser = Browser();
  ASSERT_EQ(
      StatusOf(browser.Post(absl::StrCat(root_, "file?name=..%2F..%2Futfall.se"), kOwn, "#FLAGGA 0\n", "text/plain")),
      204);
  browser.Post(absl::StrCat(root_, "run"), kOwn, "importera\n@fil", kText);
  ASSERT_EQ(asked_.size(), 2u);
  EXPECT_THAT(asked_[1], HasSubstr("/utfall.se"));
  EXPECT_THAT(asked_[1], Not(HasSubstr("..")));
}

// A text of 2 000 letters that are two bytes each, as the page's comment may be.
TEST_F(LocalPageTest, ALongArgumentComesWhole) {
  httplib::Client browser = Browser();
  std::string comment;
  for (int i = 0; i < 2000; ++i) comment += "å";
  EXPECT_EQ(StatusOf(browser.Post(absl::StrCat(root_, "run"), kOwn, absl::StrCat("justera\n", comment), kText)), 200);
  ASSERT_EQ(asked_.size(), 2u);
  EXPECT_EQ(asked_[1], comment);
}

// As when Ctrl-C comes at once: the server did not hear of it before it ran, and served for ever.
TEST(LocalPageStopTest, APageThatIsStoppedBeforeItServesEnds) {
  for (int round = 0; round < 20; ++round) {
    const std::unique_ptr<LocalPage> page = *LocalPage::Listen({});
    std::thread serving([&] { page->Serve(); });
    page->Stop();
    serving.join();
  }
}

TEST(MayRunTest, OnlyCommandsThatThePageHasFormsFor) {
  EXPECT_TRUE(MayRun({"skapa", "--ar", "2022"}));
  EXPECT_TRUE(MayRun({"importera", "--kontrollera", "@fil"}));
  EXPECT_FALSE(MayRun({}));
  EXPECT_FALSE(MayRun({"importera", "/etc/passwd"}));
  EXPECT_FALSE(MayRun({"rapport", "--ut", "/tmp/x"}));
  EXPECT_FALSE(MayRun({"organisation", "skapa", "x"}));
}

}  // namespace
}  // namespace prognos::client
