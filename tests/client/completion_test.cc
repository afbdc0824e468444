#include "client/completion.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(CompletionTest, KnowsCommandsAndOptions) {
  FakePrognosd service;
  EXPECT_THAT(service.Run({"__komplettera", "budget", "sa"}).out, StartsWith("satt\t"));
  EXPECT_THAT(service.Run({"__komplettera", "visa", "--form"}).out, StartsWith("--format\t"));
  EXPECT_THAT(service.Run({"__komplettera", "hjalp", "bud"}).out, StartsWith("budget\t"));
  EXPECT_THAT(service.Run({"__komplettera", ""}).out, Not(HasSubstr("__")));
  EXPECT_EQ(service.asked_address, "");
}

TEST(CompletionTest, KnowsTheWordsOfOptions) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"__komplettera", "skapa", "--omgang", "ho"}).out, "host\t\n");
  EXPECT_EQ(service.Run({"__komplettera", "lista", "--language", "s"}).out, "sv\t\n");
  EXPECT_EQ(service.Run({"__komplettera", "installningar", "satt", "sp"}).out, "sprak\t\n");
  EXPECT_EQ(service.Run({"__komplettera", "komplettera", "z"}).out, "zsh\t\n");
  EXPECT_EQ(service.Run({"__komplettera", "granska", ""}).out, ":files\t\n");
}

TEST(CompletionTest, AsksTheServiceForItsNames) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  EXPECT_EQ(service.Run({"__komplettera", "forklara", "--verksamhet", "v"}).out, "vuxen\tVuxen\n");
  EXPECT_THAT(service.Run({"__komplettera", "utfall", "visa", "--serie=v"}).out, StartsWith("--serie=vuxen.kostnad\t"));
  EXPECT_EQ(service.Run({"__komplettera", "lista", "-o", ""}).out, "exempelby\tExempelby socialnämnd\n");
}

TEST(CompletionTest, AsksWhereTheLineSays) {
  FakePrognosd service;
  service.Run({"__komplettera", "--adress", "annan:1", "forklara", "--verksamhet", ""});
  EXPECT_EQ(service.asked_address, "annan:1");
}

// What fails while someone types must not write into the line.
TEST(CompletionTest, WhatFailsIsSilent) {
  FakePrognosd service;
  service.variables["PROGNOS_ADRESS"] = "http://fel";
  const Outcome outcome = service.Run({"__komplettera", "forklara", "--verksamhet", ""});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, IsEmpty());
  service.variables.clear();
  service.ledger.ListActivities_.failures = {grpc::Status(grpc::StatusCode::UNAVAILABLE, "away")};
  EXPECT_THAT(service.Run({"__komplettera", "forklara", "--verksamhet", "v"}).err, IsEmpty());
  EXPECT_EQ(service.Run({"__komplettera", "finns", "inte", ""}).exit_code, 0);
  EXPECT_EQ(service.Run({"__komplettera"}).exit_code, 0);
}

}  // namespace
}  // namespace prognos::client
