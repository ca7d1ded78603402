// Who makes which video: claims of living and dead runners, failures, and runs that share a batch.
#include "encoder/store/ledger.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/encoder/press_fixture.hpp"

namespace fp {
namespace {

using testing::PressFixture;
using testing::ScratchFolder;
using testing::slurp;
using Claim = Ledger::Claim;

Ledger opened(const Store& store) {
  auto ledger = Ledger::open(store);
  EXPECT_TRUE(ledger) << to_string(ledger.error().at(0));
  return std::move(*ledger);
}

TEST(Ledger, ALivingRunnersClaimIsItsOwn) {
  const ScratchFolder folder;
  const Store store{folder.path};
  Ledger a = opened(store);
  EXPECT_EQ(a.claim("x.mp4"), Claim::fresh);
  EXPECT_EQ(a.claim("x.mp4"), Claim::fresh);
  {
    Ledger b = opened(store);
    EXPECT_EQ(b.claim("x.mp4"), Claim::others);
    EXPECT_EQ(b.claim("y.mp4"), Claim::fresh);
    EXPECT_EQ(a.claim("y.mp4"), Claim::others);
    EXPECT_EQ(b.claim("./z/../y.mp4"), Claim::fresh);  // the same name
  }
  EXPECT_EQ(a.claim("y.mp4"), Claim::fresh);  // its runner is gone
  ASSERT_TRUE(a.finished("x.mp4"));
  EXPECT_EQ(opened(store).claim("x.mp4"), Claim::again);
}

TEST(Ledger, AKilledRunnersClaimIsFreeAtOnce) {
  const ScratchFolder folder;
  const Store store{folder.path};
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto ledger = Ledger::open(store);
    const char done = ledger && ledger->claim("x.mp4") == Claim::fresh ? 'y' : 'n';
    (void)!::write(ready[1], &done, 1);
    ::pause();
    ::_exit(0);
  }
  char done = 0;
  ASSERT_EQ(::read(ready[0], &done, 1), 1);
  ASSERT_EQ(done, 'y');
  Ledger ledger = opened(store);
  EXPECT_EQ(ledger.claim("x.mp4"), Claim::others);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(ledger.claim("x.mp4"), Claim::fresh);
}

TEST(Ledger, OneOfManyGetsAVideo) {
  const ScratchFolder folder;
  const Store store{folder.path};
  std::atomic<int> won[20] = {};
  std::vector<Ledger> ledgers;
  for (int i = 0; i < 6; ++i) ledgers.push_back(opened(store));
  {
    std::vector<std::jthread> threads;
    for (Ledger& ledger : ledgers) {
      threads.emplace_back([&] {
        for (int v = 0; v < 20; ++v) {
          const auto claim = ledger.claim(std::to_string(v) + ".mp4");
          EXPECT_TRUE(claim);
          if (claim && *claim != Claim::others) ++won[v];
        }
      });
    }
  }
  for (const auto& count : won) EXPECT_EQ(count.load(), 1);
}

TEST(Ledger, RemembersFailures) {
  const ScratchFolder folder;
  const Store store{folder.path};
  Ledger ledger = opened(store);
  ASSERT_TRUE(ledger.failed("a.mp4", {{.message = "no room"}}));
  ASSERT_TRUE(ledger.failed("b.mp4", {}));
  ASSERT_TRUE(ledger.finished("b.mp4"));
  EXPECT_EQ(opened(store).failures(), (std::set<std::string>{Ledger::name_of("a.mp4")}));
  EXPECT_EQ(ledger.claim("a.mp4"), Claim::fresh);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(ledger.failed(std::to_string(i) + ".mp4", {}));
  ASSERT_TRUE(ledger.trim(4));
  EXPECT_EQ(ledger.failures()->size(), 4u);
  EXPECT_EQ(opened(store).claim("a.mp4"), Claim::others);  // what is being made is not forgotten
}

TEST(Ledger, ADamagedFileIsAnErrorThatSaysWhatToDo) {
  const ScratchFolder folder;
  const Store store{folder.path};
  for (const std::string& bytes : {std::string(5000, 'x'), std::string("SQLite format 3")}) {
    std::ofstream(folder.path / "ledger.sqlite", std::ios::binary) << bytes;
    const auto ledger = Ledger::open(store);
    ASSERT_FALSE(ledger);
    EXPECT_NE(to_string(ledger.error()[0]).find("remove it"), std::string::npos);
  }
  std::filesystem::remove(folder.path / "ledger.sqlite");
  EXPECT_TRUE(Ledger::open(store));
  // Cut at any page, it is read, or refused, and nothing worse.
  const std::string whole = slurp(folder.path / "ledger.sqlite");
  for (size_t size = 0; size < whole.size(); size += 512) {
    std::ofstream(folder.path / "ledger.sqlite", std::ios::binary) << whole.substr(0, size);
    (void)Ledger::open(store);
  }
}

TEST(Ledger, RunsShareABatch) {
  const PressFixture f;
  const Store store{f.folder.path / "store"};
  std::vector<Video> videos;
  for (int i = 0; i < 12; ++i) videos.push_back(f.video(std::to_string(i) + ".mp4", i / 12.0));
  std::vector<Pressed> results[3];
  std::atomic<int> warnings = 0;
  {
    std::vector<std::jthread> runners;
    for (auto& result : results) {
      runners.emplace_back([&] {
        result =
            press(videos, f.assets, f.device,
                  {.jobs = 1, .resume = true, .ledger = opened(store), .warn = [&](const Errors&) { ++warnings; }});
      });
    }
  }
  EXPECT_EQ(warnings, 0);
  for (size_t v = 0; v < videos.size(); ++v) {
    int made = 0;
    for (const auto& result : results) {
      ASSERT_TRUE(result[v].manifest);
      EXPECT_EQ(result[v].manifest->output_hash, results[0][v].manifest->output_hash);
      made += result[v].kept ? 0 : 1;
    }
    EXPECT_EQ(made, 1) << "video " << v;
  }
}

TEST(Ledger, WhatADeadRunnerLeftIsMade) {
  const PressFixture f;
  const Store store{f.folder.path / "store"};
  auto dead = std::make_unique<Ledger>(opened(store));
  const Video video = f.video("a.mp4", 1);
  ASSERT_EQ(dead->claim(video.output), Claim::fresh);
  std::jthread death([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    dead.reset();
  });
  const auto results =
      press({video, f.video("b.mp4", 0.5)}, f.assets, f.device, {.jobs = 2, .resume = true, .ledger = opened(store)});
  EXPECT_TRUE(results[0].manifest && !results[0].kept);
  EXPECT_TRUE(results[1].manifest);
  EXPECT_TRUE(opened(store).failures()->empty());
}

TEST(Ledger, AStopEndsTheWaitForOthers) {
  const PressFixture f;
  const Store store{f.folder.path / "store"};
  Ledger other = opened(store);
  const Video video = f.video("a.mp4", 1);
  ASSERT_EQ(other.claim(video.output), Claim::fresh);
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop.request_stop();
  });
  const auto results =
      press({video}, f.assets, f.device, {.jobs = 1, .ledger = opened(store), .stop = stop.get_token()});
  EXPECT_FALSE(results[0].manifest);
  EXPECT_TRUE(results[0].errors.empty());
}

TEST(Ledger, FailuresOfARunAreWrittenDown) {
  const PressFixture f;
  const Store store{f.folder.path / "store"};
  const std::vector<Video> videos = {f.video("a.mp4", 1), f.video("missing/b.mp4", 1, "nothing.png")};
  const auto results = press(videos, f.assets, f.device, {.jobs = 1, .store = store, .ledger = opened(store)});
  EXPECT_FALSE(results[1].errors.empty());
  EXPECT_EQ(opened(store).failures(), (std::set<std::string>{Ledger::name_of(videos[1].output)}));
}

}  // namespace
}  // namespace fp
