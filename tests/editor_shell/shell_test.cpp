// Themes, keymaps, input and the palette's matching: no window needed.
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>

#include "editor/shell/fonts.hpp"
#include "editor/shell/input.hpp"
#include "editor/shell/theme.hpp"

namespace fp::shell {
namespace {

TEST(Theme, EveryPairReachesAA) {
  for (const Theme* theme : {&dark_theme(), &light_theme()}) {
    for (const Pair& pair : pairs(*theme))
      EXPECT_GE(contrast(pair.front, pair.back), pair.needed) << theme->name << ": " << pair.what;
  }
}

TEST(Theme, ContrastIsThatOfWcag) {
  EXPECT_NEAR(contrast(rgb(0xffffff), rgb(0x000000)), 21, 1e-9);
  EXPECT_NEAR(contrast(rgb(0x777777), rgb(0xffffff)), 4.478, 0.001);
}

TEST(Keymap, ChordsReadAsTheyAreWritten) {
  for (const char* text : {"Ctrl+K", "Space", "Shift+Left", "F12", "Ctrl+Alt+Shift+PageDown", "?", "=", "Ctrl+-"}) {
    const auto chord = parse_chord(text);
    ASSERT_TRUE(chord) << text;
    EXPECT_EQ(to_string(*chord), text);
  }
  for (const char* text : {"", "Ctrl+", "Ctrl+Ctrl+K", "k", "F0", "F26", "Hyper+K", "Fx"})
    EXPECT_FALSE(parse_chord(text)) << text;
}

TEST(Keymap, ThoseBroughtAlongAreSound) {
  EXPECT_EQ(keymap_names().size(), 2u);
  for (const std::string_view name : keymap_names()) {
    const auto keymap = load_keymap(std::string(name));
    ASSERT_TRUE(keymap) << to_string(keymap.error().front());
    for (const Action action : {Action::palette, Action::shortcuts, Action::play_pause, Action::quit, Action::dismiss})
      EXPECT_FALSE(keymap->chords(action).empty()) << name << spec_of(action).id;
  }
  // The default keymap reaches everything.
  const auto keymap = load_keymap("default");
  for (const ActionSpec& spec : action_specs()) EXPECT_FALSE(keymap->chords(spec.action).empty()) << spec.id;
}

TEST(Keymap, AllFaultsAtOnceWithPlaceAndHint) {
  const auto keymap = parse_keymap(R"({"keys": {"play-paus": ["Space"], "quit": ["Ctrl+Q", "Hyper+Q"],
    "reload": ["Ctrl+Q"]}})",
                                   "mine.json");
  ASSERT_FALSE(keymap);
  ASSERT_EQ(keymap.error().size(), 3u);
  EXPECT_EQ(keymap.error()[0].hint, "did you mean \"play-pause\"?");
  EXPECT_EQ(keymap.error()[0].line, 1);
  EXPECT_EQ(keymap.error()[2].pointer, "/keys/reload/0");
}

TEST(Palette, FindsByLettersInOrder) {
  EXPECT_GT(palette_score("Zoom to 100%", "zoom"), palette_score("Fit the frame to the window", "zom"));
  EXPECT_EQ(palette_score("Quit", "zz"), 0);
  EXPECT_GT(palette_score("Go to the first frame", "first"), palette_score("Fit the frame to the window", "first"));
  EXPECT_GT(palette_score("Next row", "nr"), palette_score("Previous row", "nr"));
  EXPECT_GT(palette_score("Anything", ""), 0);
}

class InputTest : public testing::Test {
 protected:
  InputTest() {
    ImGui::CreateContext();
    map_keys(ImGui::GetIO());
  }
  ~InputTest() override { ImGui::DestroyContext(); }
  void tap(int key, int mods = 0) {
    input.add({0, KeyEvent{key, mods, true, false}});
    input.add({0, KeyEvent{key, mods, false, false}});
  }
  Taken take(bool typing = false, bool awaited = false) { return input.take(keymap, typing, awaited, ImGui::GetIO()); }
  void type(char letter, int key) {
    input.add({0, KeyEvent{key, 0, true, false}});
    input.add({0, CharEvent{static_cast<uint32_t>(letter)}});
    input.add({0, KeyEvent{key, 0, false, false}});
  }
  int letters() { return std::exchange(ImGui::GetIO().InputQueueCharacters.Size, 0); }
  Input input;
  Keymap keymap = *load_keymap("default");
};

TEST_F(InputTest, EveryTapOfASlowFrameIsAnAction) {
  for (int i = 0; i < 30; ++i) tap(GLFW_KEY_RIGHT);
  EXPECT_EQ(take().actions, std::vector<Action>(30, Action::step_forward));
}

TEST_F(InputTest, PressAndReleaseNeverFallIntoOneFrame) {
  input.add({0, ButtonEvent{0, true, 10, 10}});
  input.add({0, MoveEvent{50, 50}});
  input.add({0, ButtonEvent{0, false, 50, 50}});
  const ImGuiIO& io = ImGui::GetIO();
  take();
  EXPECT_TRUE(io.MouseDown[0]);
  EXPECT_EQ(io.MousePos.x, 10);
  take();
  EXPECT_FALSE(io.MouseDown[0]);
  EXPECT_EQ(io.MousePos.x, 50);
  EXPECT_TRUE(input.empty());
}

TEST_F(InputTest, WhileTypingLettersAreText) {
  tap(GLFW_KEY_J);
  tap(GLFW_KEY_K, GLFW_MOD_CONTROL);
  EXPECT_TRUE(take(true).actions.empty());  // J went down
  EXPECT_EQ(take(true).actions, std::vector<Action>{Action::palette});
  tap(GLFW_KEY_J);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(take(true).actions.empty());
}

TEST_F(InputTest, WhatIsTypedAfterOpeningThePaletteWaitsForIt) {
  tap(GLFW_KEY_K, GLFW_MOD_CONTROL);
  input.add({0, KeyEvent{GLFW_KEY_J, 0, true, false}});
  input.add({0, CharEvent{'j'}});
  EXPECT_EQ(take().actions, std::vector<Action>{Action::palette});
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(take(false, true).actions.empty());  // however long it takes
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(take(true, true).actions.empty());
  ASSERT_EQ(ImGui::GetIO().InputQueueCharacters.Size, 1);
  EXPECT_EQ(ImGui::GetIO().InputQueueCharacters[0], 'j');
}

TEST_F(InputTest, WhatIsTypedAfterAClickThatOpensAFieldWaitsForIt) {
  input.hold();
  type('j', GLFW_KEY_J);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(take(false, true).actions.empty());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(take(true, true).actions.empty());
  EXPECT_EQ(letters(), 1);
}

TEST_F(InputTest, WhatIsTypedAfterEnterWaitsForTheFieldToComeBack) {
  tap(GLFW_KEY_ENTER);
  type('c', GLFW_KEY_C);
  take(true, true);
  EXPECT_TRUE(ImGui::GetIO().KeysDown[GLFW_KEY_ENTER]);
  for (int i = 0; i < 2; ++i) take(true, true);  // not yet known that the field lost the keyboard
  for (int i = 0; i < 6; ++i) take(false, true);
  EXPECT_EQ(letters(), 0);
  take(true, true);
  EXPECT_EQ(letters(), 1);
}

TEST_F(InputTest, AfterEnterInAFieldThatClosesKeysAreShortcutsAgain) {
  tap(GLFW_KEY_ENTER);
  type('l', GLFW_KEY_L);
  take(true);
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(take(true).actions.empty());
  std::vector<Action> actions;
  for (int i = 0; i < 4; ++i)
    for (const Action action : take().actions) actions.push_back(action);
  EXPECT_EQ(actions, std::vector<Action>{*keymap.find({GLFW_KEY_L, 0})});
  EXPECT_EQ(letters(), 0);
}

TEST_F(InputTest, AFieldThatNeverComesLocksNothing) {
  tap(GLFW_KEY_O, GLFW_MOD_CONTROL);
  tap(GLFW_KEY_RIGHT);
  std::vector<Action> actions;
  for (int i = 0; i < 30; ++i)
    for (const Action action : take(false, true).actions) actions.push_back(action);
  EXPECT_EQ(actions, (std::vector<Action>{Action::open_file, Action::step_forward}));
}

TEST_F(InputTest, LettersComeAfterTheKeysThatWerePressedBefore) {
  input.add({0, KeyEvent{GLFW_KEY_LEFT_CONTROL, GLFW_MOD_CONTROL, true, false}});
  tap(GLFW_KEY_A, GLFW_MOD_CONTROL);
  input.add({0, KeyEvent{GLFW_KEY_LEFT_CONTROL, 0, false, false}});
  type('x', GLFW_KEY_X);
  input.add({0, KeyEvent{GLFW_KEY_BACKSPACE, 0, true, false}});
  take(true);
  EXPECT_TRUE(ImGui::GetIO().KeysDown[GLFW_KEY_A]);
  EXPECT_EQ(letters(), 0);  // Dear ImGui would write it before everything is selected
  int seen = 0;
  for (int i = 0; i < 3 && seen == 0; ++i) {
    EXPECT_FALSE(ImGui::GetIO().KeysDown[GLFW_KEY_BACKSPACE]);
    take(true);
    seen = letters();
  }
  EXPECT_EQ(seen, 1);
  EXPECT_FALSE(ImGui::GetIO().KeysDown[GLFW_KEY_BACKSPACE]);  // in a frame of its own
  take(true);
  EXPECT_TRUE(ImGui::GetIO().KeysDown[GLFW_KEY_BACKSPACE]);
}

TEST_F(InputTest, HeldKeysRepeatOnlyWhatMayRepeat) {
  input.add({0, KeyEvent{GLFW_KEY_RIGHT, 0, true, true}});
  input.add({0, KeyEvent{GLFW_KEY_SPACE, 0, true, true}});
  EXPECT_EQ(take().actions, std::vector<Action>{Action::step_forward});
}

TEST_F(InputTest, AModifierStaysWithWhatWasPressed) {
  input.add({0, KeyEvent{GLFW_KEY_LEFT_CONTROL, GLFW_MOD_CONTROL, true, false}});
  input.add({0, KeyEvent{GLFW_KEY_V, GLFW_MOD_CONTROL, true, false}});
  input.add({0, KeyEvent{GLFW_KEY_LEFT_CONTROL, 0, false, false}});  // before the V
  input.add({0, KeyEvent{GLFW_KEY_V, 0, false, false}});
  const ImGuiIO& io = ImGui::GetIO();
  take(true);
  EXPECT_TRUE(io.KeyCtrl && io.KeysDown[GLFW_KEY_V]);
  take(true);
  EXPECT_FALSE(io.KeyCtrl);
  input.add({0, KeyEvent{GLFW_KEY_LEFT_SHIFT, GLFW_MOD_SHIFT, true, false}});
  input.add({0, ButtonEvent{0, true, 10, 10}});
  input.add({0, KeyEvent{GLFW_KEY_LEFT_SHIFT, 0, false, false}});
  take();
  EXPECT_TRUE(io.KeyShift && io.MouseDown[0]);
  take();
  EXPECT_FALSE(io.KeyShift);
}

TEST_F(InputTest, WhatWaitsKeepsItsTime) {
  for (const int64_t time : {100, 150, 200, 250}) input.add({time, ButtonEvent{0, time % 100 == 0, 10, 10}});
  EXPECT_EQ(take().time, 100);
  EXPECT_EQ(take().time, 150);
  EXPECT_EQ(take().time, 200);
  EXPECT_EQ(take().time, 0);  // nothing waits any more
}

TEST_F(InputTest, AHeldKeyRepeatsInAFieldAsTheSystemSays) {
  input.add({0, KeyEvent{GLFW_KEY_BACKSPACE, 0, true, false}});
  take(true);
  for (int i = 0; i < 5; ++i) input.add({0, KeyEvent{GLFW_KEY_BACKSPACE, 0, true, true}});  // a slow frame
  input.add({0, KeyEvent{GLFW_KEY_BACKSPACE, 0, false, false}});
  int presses = 0;
  for (bool before = true; !input.empty(); before = ImGui::GetIO().KeysDown[GLFW_KEY_BACKSPACE]) {
    take(true);
    presses += !before && ImGui::GetIO().KeysDown[GLFW_KEY_BACKSPACE];
  }
  EXPECT_EQ(presses, 1);
  EXPECT_GT(ImGui::GetIO().KeyRepeatDelay, 1000);
}

TEST_F(InputTest, LosingTheFocusLetsGoOfEverything) {
  input.add({0, KeyEvent{GLFW_KEY_LEFT_CONTROL, 0, true, false}});
  take();
  EXPECT_TRUE(ImGui::GetIO().KeyCtrl);
  input.add({0, FocusEvent{false}});
  take();
  EXPECT_FALSE(ImGui::GetIO().KeyCtrl);
}

TEST(Fonts, FiguresHaveOneWidthAtEveryScale) {
  ImGui::CreateContext();
  for (const float scale : {0.75f, 1.0f, 1.25f, 2.0f}) {
    const FontAtlas atlas = build_fonts(scale);
    EXPECT_GT(atlas.rgba.size(), 0u);
    for (const ImFont* font : {atlas.fonts.regular, atlas.fonts.large, atlas.fonts.small, atlas.fonts.strong}) {
      for (ImWchar c = '1'; c <= '9'; ++c) EXPECT_EQ(font->GetCharAdvance(c), font->GetCharAdvance('0'));
      EXPECT_NE(font->FindGlyphNoFallback(0x20AC), nullptr);  // the euro sign
    }
    EXPECT_EQ(atlas.fonts.regular->FontSize, std::round(15 * scale));
  }
  ImGui::DestroyContext();
}

}  // namespace
}  // namespace fp::shell
