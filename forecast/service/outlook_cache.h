// Outlooks that were computed before, so that a forecast of unchanged data need not be computed again.
//
//   const std::string key = Sha256(outlook::ToBytes(input));
//   std::shared_ptr<const outlook::Outlook> outlook = cache.Find(key);
//   if (outlook == nullptr) { compute it; cache.Insert(key, outlook); }
//
// Nothing has to be told when data change: the key is the digest of the inputs themselves (outlook/canonical_input.h),
// so changed data are another key, and what nobody asks for any more makes room in the end.
#ifndef PROGNOS_FORECAST_SERVICE_OUTLOOK_CACHE_H_
#define PROGNOS_FORECAST_SERVICE_OUTLOOK_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "forecast/outlook/outlook.h"

namespace prognos::service {

// Any thread may call. Two threads that miss the same key at once both compute it; the one that ends last is kept.
class OutlookCache {
 public:
  // `max_bytes`: about how much memory the outlooks may take together; 0 keeps none.
  explicit OutlookCache(size_t max_bytes) : max_bytes_(max_bytes) {}

  // The outlook kept under `key`, which thereby counts as used now; nullptr when there is none.
  std::shared_ptr<const outlook::Outlook> Find(const std::string& key);

  // Keeps `outlook`; those used longest ago go until all fit. One that is larger than `max_bytes` is not kept.
  void Insert(const std::string& key, std::shared_ptr<const outlook::Outlook> outlook);

  // How often Find had an answer, and how often not.
  int64_t hit_count() const;
  int64_t miss_count() const;
  // About how much memory is taken now.
  size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const outlook::Outlook> outlook;
    size_t bytes = 0;
  };
  using Entries = std::list<Entry>;

  void Remove(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t max_bytes_;
  mutable absl::Mutex mutex_;
  Entries entries_ ABSL_GUARDED_BY(mutex_);  // The one used last comes first.
  absl::flat_hash_map<std::string, Entries::iterator> by_key_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t hits_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t misses_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_OUTLOOK_CACHE_H_
