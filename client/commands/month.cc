// prognos manad: how far the booking of months has come, as a person says.
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

struct MarkOptions {
  v1::MonthState state = v1::MONTH_STATE_UNSPECIFIED;
  std::vector<std::string> months;
  std::string activity;  // As people call it; empty: all.
  std::string comment;
  bool validate_only = false;
};

struct ShowMarksOptions {
  int year = 0;
  std::string as_of;
};

std::string StateText(v1::MonthState state, const Texts& texts) {
  switch (state) {
    case v1::MONTH_STATE_OPEN:
      return texts.month_open;
    case v1::MONTH_STATE_PRELIMINARY:
      return texts.month_preliminary;
    case v1::MONTH_STATE_CLOSED:
      return texts.month_closed;
    default:
      return texts.month_unmarked;
  }
}

std::string MarkedActivity(const v1::MonthMark& mark, const LedgerNames& names, const Texts& texts) {
  return mark.activity().empty() ? texts.all_activities : names.ActivityText(mark.activity());
}

documents::Table MarkTable(const google::protobuf::RepeatedPtrField<v1::MonthMark>& marks, const LedgerNames& names,
                           const Texts& texts) {
  documents::Table table{"months",
                         {{"month", {texts.month}},
                          {"activity", {texts.activity}, documents::ColumnKind::kText, true},
                          {"state", {texts.month_state}},
                          {"author", {texts.who}},
                          {"time", {texts.when}},
                          {"comment", {texts.mark_comment}, documents::ColumnKind::kText, true}},
                         {}};
  for (const v1::MonthMark& mark : marks) {
    const documents::Value author =
        mark.author().empty() ? documents::Value(documents::NoValue()) : documents::Value(mark.author());
    table.rows.push_back({.cells = {{mark.month()},
                                    {MarkedActivity(mark, names, texts)},
                                    {StateText(mark.state(), texts)},
                                    {author},
                                    {MomentText(absl::FromUnixSeconds(mark.record_time().seconds()))},
                                    {mark.comment()}}});
  }
  return table;
}

std::string GrowingFlow(v1::Flow flow, const Texts& texts) {
  return flow == v1::FLOW_COST ? texts.cost : flow == v1::FLOW_REVENUE ? texts.revenue : texts.volume;
}

constexpr double kPercentOfGrowth = 1e-3;  // A growth is sent in thousandths of a per cent.

// What is said of months, and after that how months grow: those rows name no month, but a flow and how old months are.
documents::Table MarkCsv(const google::protobuf::RepeatedPtrField<v1::MonthMark>& marks,
                         const google::protobuf::RepeatedPtrField<v1::MonthGrowth>& growths, const Texts& texts) {
  documents::Table table{"months", MachineColumns(texts.csv_month_marks), {}};
  for (const v1::MonthMark& mark : marks) {
    table.rows.push_back({.cells = {{mark.month()},
                                    {LastPart(mark.activity())},
                                    {StateText(mark.state(), texts)},
                                    {mark.author()},
                                    {MomentText(absl::FromUnixSeconds(mark.record_time().seconds()))},
                                    {mark.comment()}}});
  }
  for (const v1::MonthGrowth& growth : growths) {
    documents::Row row{.cells = {{}, {}, {texts.month_grows}, {}, {}, {}}};
    row.cells.push_back({GrowingFlow(growth.flow(), texts)});
    row.cells.push_back({documents::Count{growth.age()}});
    row.cells.push_back({documents::Percent{kPercentOfGrowth * static_cast<double>(growth.growth())}});
    row.cells.push_back({documents::Count{growth.month_count()}});
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string AgeText(int age, const Texts& texts) {
  return age == 0 ? texts.newest_month : age == 1 ? texts.month_before_newest : texts.two_months_before_newest;
}

documents::Table GrowthTable(const google::protobuf::RepeatedPtrField<v1::MonthGrowth>& growths, const Texts& texts) {
  documents::Table table{"growths",
                         {{"flow", {texts.growing_amounts}},
                          {"age", {texts.month}},
                          {"growth", {texts.growth_1, texts.growth_2}, documents::ColumnKind::kPercent},
                          {"months", {texts.growth_months_1, texts.growth_months_2}, documents::ColumnKind::kCount}},
                         {}};
  for (const v1::MonthGrowth& growth : growths) {
    table.rows.push_back({.cells = {{GrowingFlow(growth.flow(), texts)},
                                    {AgeText(growth.age(), texts)},
                                    {documents::Percent{kPercentOfGrowth * static_cast<double>(growth.growth())}},
                                    {documents::Count{growth.month_count()}}}});
  }
  return table;
}

absl::Status MarkMonths(const MarkOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::MarkMonthsRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, request.organization()));
  std::string activity;
  if (!options.activity.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(activity, RequireActivity(options.activity, names, texts));
  }
  for (const std::string& month : options.months) {
    v1::MonthMark& mark = *request.add_marks();
    mark.set_month(month);
    mark.set_activity(activity);
    mark.set_state(options.state);
    mark.set_comment(options.comment);
  }
  request.set_validate_only(options.validate_only);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::MarkMonthsResponse response,
                           session.Call(&v1::LedgerService::Stub::MarkMonths, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(MarkCsv(response.marks(), {}, texts));
  if (!session.prints_documents()) return absl::OkStatus();
  std::vector<std::string> lines;
  for (const v1::MonthMark& mark : response.marks()) {
    lines.push_back(
        absl::StrCat(mark.month(), " · ", MarkedActivity(mark, names, texts), ": ", StateText(mark.state(), texts)));
  }
  if (options.validate_only) {
    lines.push_back(texts.marks_only_checked);
  } else if (response.stored_count() == 0) {
    lines.push_back(texts.months_stood_so);
  }
  session.Print({{documents::Paragraphs{std::move(lines), /*is_prose=*/false}}});
  return absl::OkStatus();
}

absl::Status ShowMarks(const ShowMarksOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ListMonthMarksRequest request;
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_year(options.year);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListMonthMarksResponse response,
                           session.Call(&v1::LedgerService::Stub::ListMonthMarks, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(MarkCsv(response.marks(), response.growths(), texts));
  if (!session.prints_documents()) return absl::OkStatus();
  documents::Document document;
  if (response.marks().empty()) {
    document.blocks.push_back(documents::Paragraphs{
        {response.growths().empty() ? texts.no_month_marks : texts.no_month_marks_but_growth}, /*is_prose=*/false});
  } else {
    PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, request.organization()));
    document.blocks.push_back(MarkTable(response.marks(), names, texts));
  }
  if (!response.growths().empty()) {
    document.blocks.push_back(documents::Heading{2, texts.how_months_grow});
    document.blocks.push_back(GrowthTable(response.growths(), texts));
  }
  session.Print(document);
  return absl::OkStatus();
}

void AddMarking(const char* name, const char* alias, v1::MonthState state, const char* help, Command& group) {
  const Texts& texts = group.texts();
  Command command = group.Add(name, alias, help, absl::StrCat("prognos manad ", name, " 2022-08"));
  auto options = std::make_shared<MarkOptions>();
  options->state = state;
  command.Values(texts.type_month, options->months, texts.option_marked_months);
  command.Option("--verksamhet,--activity", options->activity, texts.option_marked_activity, texts.type_name);
  command.Option("--kommentar,--comment", options->comment, texts.option_mark_comment, texts.type_text);
  command.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  command.WhenChosenToPrint(options, MarkMonths);
}

}  // namespace

void AddMonthCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("manad", "month", texts.help_month,
                                   "prognos manad oppna 2022-08 --kommentar \"fakturor saknas\"\n"
                                   "  prognos manad oppna 2022-08 --verksamhet ekonomiskt-bistand\n"
                                   "  prognos manad visa");
  AddMarking("oppna", "open", v1::MONTH_STATE_OPEN, texts.help_month_open, group);
  AddMarking("preliminar", "preliminary", v1::MONTH_STATE_PRELIMINARY, texts.help_month_preliminary, group);
  AddMarking("stang", "close", v1::MONTH_STATE_CLOSED, texts.help_month_close, group);
  AddMarking("ta-bort", "remove", v1::MONTH_STATE_UNSPECIFIED, texts.help_month_remove, group);

  Command show = group.Add("visa", "show", texts.help_month_show, "prognos manad visa --ar 2022");
  auto shown = std::make_shared<ShowMarksOptions>();
  show.Year(shown->year);
  show.Option("--per,--as-of", shown->as_of, texts.option_as_of, texts.type_moment);
  show.WhenChosenToPrint(shown, ShowMarks);
}

}  // namespace prognos::client
