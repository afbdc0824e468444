#include "client/report_page.h"

#include <openssl/evp.h>

#include <array>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/html_style.h"
#include "client/report_assets.h"
#include "forecast/documents/html.h"

namespace prognos::client {
namespace {

using documents::EscapeHtml;

// As a Content-Security-Policy names a script.
std::string Sha256OfScript(absl::string_view script) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
  unsigned int size = 0;
  EVP_Digest(script.data(), script.size(), digest.data(), &size, EVP_sha256(), nullptr);
  const absl::string_view bytes(reinterpret_cast<const char*>(digest.data()), size);
  return absl::StrCat("sha256-", absl::Base64Escape(bytes));
}

// A text between quotes in a style sheet: all but letters and digits by their number.
std::string CssText(absl::string_view text) {
  std::string out = "\"";
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const absl::string_view letter = text.substr(at, length);
    if (lead >= 0x80 || absl::ascii_isalnum(lead)) {
      absl::StrAppend(&out, letter);
    } else if (lead >= 0x20) {
      absl::StrAppendFormat(&out, "\\%x ", lead);
    }
    at += length;
  }
  return out + "\"";
}

// What paper repeats on every page.
std::string PrintMargins(const ReportPage& page) {
  return absl::StrCat("@page { size: A4; margin: 18mm 13mm 16mm; @top-left { content: ",
                      CssText(absl::StrCat(page.organization, " · ", page.round)),
                      "; font-size: 8pt; } @top-right { content: ", CssText(page.date),
                      "; font-size: 8pt; } @bottom-right { content: counter(page) \" / \" "
                      "counter(pages); font-size: 8pt; } }\n");
}

// A page to work in draws its charts with the script that its forms need, too.
absl::string_view ScriptOf(const ReportPage& page) { return page.workbench.empty() ? ReportScript() : WorkScript(); }

std::string Head(const ReportPage& page, const Texts& texts) {
  const std::string script_source =
      ScriptOf(page).empty() ? "'none'" : absl::StrCat("'", Sha256OfScript(ScriptOf(page)), "'");
  return absl::StrCat("<!DOCTYPE html>\n<html lang=\"", texts.language == Language::kSwedish ? "sv" : "en",
                      "\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                      "'unsafe-inline'; script-src ",
                      script_source, page.workbench.empty() ? "" : "; connect-src 'self'",
                      "; base-uri 'none'; form-action 'none'\">\n<title>", EscapeHtml(page.organization), " · ",
                      EscapeHtml(page.round), "</title>\n<style>\n", ReportStyle(),
                      page.workbench.empty() ? "" : WorkStyle(), PrintMargins(page), "</style>\n</head>\n");
}

std::string Contents(const ReportPage& page, const Texts& texts) {
  std::string items;
  for (const ReportPart& part : page.parts) {
    absl::StrAppend(&items, "<li><a href=\"#", EscapeHtml(part.id), "\">", EscapeHtml(part.title), "</a></li>\n");
  }
  return absl::StrCat("<nav aria-label=\"", EscapeHtml(texts.report_contents), "\">\n<ol>\n", items, "</ol>\n</nav>\n");
}

std::string PartOf(const ReportPart& part, const documents::HtmlStyle& style) {
  documents::Document rest = part.document;
  std::string line;
  if (!rest.blocks.empty()) {
    const auto* const heading = std::get_if<documents::Heading>(&rest.blocks.front());
    if (heading != nullptr && heading->level == 1) {
      line = absl::StrCat("<p class=\"line\">", EscapeHtml(heading->text), "</p>\n");
      rest.blocks.erase(rest.blocks.begin());
    }
  }
  return absl::StrCat("<section id=\"", EscapeHtml(part.id), "\">\n<h2>", EscapeHtml(part.title), "</h2>\n", line,
                      documents::RenderHtml(rest, style), "</section>\n");
}

// The words that the script shows, in the page's language. A "<" would end the element.
std::string Words(const Texts& texts) {
  std::vector<std::string> members;
  for (const auto& [name, word] : {std::pair("actual", texts.actual), std::pair("expected", texts.forecast),
                                   std::pair("budget", texts.budget), std::pair("interval", texts.interval_80),
                                   std::pair("known", texts.fan_known_line), std::pair("median", texts.median_line)}) {
    members.push_back(absl::StrCat("\"", name, "\":\"", word, "\""));
  }
  return absl::StrCat("<script type=\"application/json\" id=\"words\">{", absl::StrJoin(members, ","), "}</script>\n");
}

}  // namespace

std::string RenderReport(const ReportPage& page, const Texts& texts) {
  const documents::HtmlStyle style = HtmlStyleIn(texts);
  std::string body = absl::StrCat("<body>\n<header>\n<h1>", EscapeHtml(page.organization), "</h1>\n<p>",
                                  EscapeHtml(page.round), " · ", EscapeHtml(page.date), "</p>\n</header>\n<main>\n");
  if (!page.summary.empty()) {
    absl::StrAppend(&body, "<div class=\"summary\">\n");
    for (const std::string& text : page.summary) absl::StrAppend(&body, "<p>", EscapeHtml(text), "</p>\n");
    absl::StrAppend(&body, "</div>\n");
  }
  absl::StrAppend(&body, page.workbench, Contents(page, texts));
  for (const ReportPart& part : page.parts) absl::StrAppend(&body, PartOf(part, style));
  absl::StrAppend(&body, "</main>\n");
  if (!ScriptOf(page).empty()) absl::StrAppend(&body, Words(texts), "<script>", ScriptOf(page), "</script>\n");
  return absl::StrCat(Head(page, texts), body, "</body>\n</html>\n");
}

}  // namespace prognos::client
