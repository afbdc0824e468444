#include "forecast/service/outlook_cache.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "forecast/service/fingerprint.h"

namespace prognos::service {
namespace {

// Each text with its length before it, so that where one ends and the next begins makes a difference too.
void AppendText(absl::string_view text, std::string& bytes) { absl::StrAppend(&bytes, text.size(), ":", text); }

void AppendNumber(int64_t number, std::string& bytes) { absl::StrAppend(&bytes, number, ";"); }

// The values bit by bit: two that differ in the last place are different data.
void AppendSeries(const MonthlySeries& series, std::string& bytes) {
  AppendNumber(series.size(), bytes);
  if (series.empty()) return;
  AppendText(series.first.ToString(), bytes);
  bytes.append(reinterpret_cast<const char*>(series.values.data()), sizeof(double) * series.values.size());
}

void AppendBits(double number, std::string& bytes) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void AppendEffects(const std::vector<cases::KnownEffect>& effects, std::string& bytes) {
  AppendNumber(static_cast<int64_t>(effects.size()), bytes);
  for (const cases::KnownEffect& effect : effects) {
    for (const Month month : {effect.first, effect.last, effect.known_from}) AppendNumber(month.index(), bytes);
    AppendBits(effect.factor, bytes);
    AppendBits(effect.amount, bytes);
  }
}

void AppendOptions(const outlook::OutlookOptions& options, std::string& bytes) {
  AppendText(options.model, bytes);
  AppendNumber(options.path_count, bytes);
  absl::StrAppend(&bytes, options.seed, ";");
}

size_t BytesOf(const outlook::Line& line) {
  size_t bytes = sizeof line + line.notes.size() * sizeof(outlook::Note);
  for (const outlook::Note& note : line.notes) bytes += note.text.size();
  if (line.model.has_value()) bytes += line.model->model.size() + line.model->specification.size();
  return bytes;
}

size_t BytesOf(const outlook::Outlook& outlook) {
  size_t bytes = sizeof outlook;
  for (const outlook::Line& line : outlook.lines) bytes += BytesOf(line);
  return bytes;
}

}  // namespace

std::string OutlookCache::Key(const outlook::OutlookInput& input) {
  std::string bytes;
  AppendText(outlook::kEngineVersion, bytes);
  AppendNumber(input.year, bytes);
  AppendNumber(input.last_known_month, bytes);
  AppendOptions(input.options, bytes);
  AppendNumber(static_cast<int64_t>(input.activities.size()), bytes);
  for (const outlook::ActivityNode& node : input.activities) {
    AppendText(node.id, bytes);
    AppendNumber(node.parent, bytes);
  }
  AppendNumber(static_cast<int64_t>(input.series.size()), bytes);
  for (const outlook::SeriesInput& series : input.series) {
    AppendText(series.id, bytes);
    AppendNumber(series.activity, bytes);
    AppendNumber(static_cast<int64_t>(series.flow), bytes);
    AppendSeries(series.history, bytes);
    AppendSeries(series.budget, bytes);
    AppendEffects(series.effects, bytes);
  }
  return Fingerprint("outlook", bytes);
}

std::shared_ptr<const outlook::Outlook> OutlookCache::Find(const std::string& key) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    ++misses_;
    return nullptr;
  }
  ++hits_;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->outlook;
}

void OutlookCache::Insert(const std::string& key, std::shared_ptr<const outlook::Outlook> outlook) {
  const size_t bytes = sizeof(Entry) + 2 * key.size() + BytesOf(*outlook);
  if (bytes > max_bytes_) return;
  absl::MutexLock lock(&mutex_);
  const auto before = by_key_.find(key);
  if (before != by_key_.end()) Remove(before->second);
  while (bytes_ + bytes > max_bytes_) Remove(std::prev(entries_.end()));
  entries_.push_front({key, std::move(outlook), bytes});
  by_key_[key] = entries_.begin();
  bytes_ += bytes;
}

void OutlookCache::Remove(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

int64_t OutlookCache::hit_count() const {
  absl::MutexLock lock(&mutex_);
  return hits_;
}

int64_t OutlookCache::miss_count() const {
  absl::MutexLock lock(&mutex_);
  return misses_;
}

size_t OutlookCache::bytes() const {
  absl::MutexLock lock(&mutex_);
  return bytes_;
}

}  // namespace prognos::service
