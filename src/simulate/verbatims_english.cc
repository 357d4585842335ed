#include <algorithm>
#include <array>

#include "simulate/verbatims.h"

namespace parcours::simulate {
namespace {

using enum Mood;
using enum Theme;

constexpr auto kPhrases = std::to_array<Phrase>({
    {DeliveryOnTime, Good,
     "(Quick|Smooth|Punctual) delivery: the {product} arrived (on time|as promised|within the "
     "agreed slot)."},
    {DeliveryOnTime, Good,
     "The {product} (was here in less than two days|arrived exactly when you said it would)(, well "
     "done|, no complaints|)."},
    {DeliveryOnTime, Good,
     "(Friendly|Polite|Careful) drivers, (on time and quick|and the box was spotless)."},
    {DeliveryOnTime, Good, "You wrote \"within 48 hours\" and you meant it(, thank you|)."},
    {DeliveryOnTime, Mixed,
     "On time, but (the box was dented|the driver was in a hurry|nobody called before coming)."},
    {DeliveryOnTime, Mixed,
     "The delivery was punctual, (though we had to carry it upstairs ourselves|though the tracking "
     "was unclear)."},
    {DeliveryOnTime, Bad,
     "The {product} came on time but (it was scratched|one side was dented|the box had been "
     "opened)."},
    {DeliveryOnTime, Bad,
     "The driver (was rude|refused to come upstairs) and left the {product} (on the pavement|in "
     "the "
     "hall)."},

    {DeliveryLate, Bad,
     "The {product} arrived {late} late(, without a word of apology| and nobody told us why|)."},
    {DeliveryLate, Bad,
     "(You promised|I was promised) delivery within 48 hours and I waited {late} more."},
    {DeliveryLate, Bad,
     "Unacceptable: {late} late (and not a single call|although I had taken the day off)."},
    {DeliveryLate, Bad,
     "The 48-hour promise means nothing(, I will not order here again|: what a "
     "disappointment|)."},
    {DeliveryLate, Mixed,
     "{Late} late, but (the driver apologised|the {product} works well|the messages kept me "
     "informed)."},
    {DeliveryLate, Mixed,
     "Waiting {late} longer than promised is (annoying|a nuisance), but the driver was "
     "(kind|helpful)."},
    {DeliveryLate, Good,
     "{Late} late, but (the driver was lovely|the team did all they could to make up for it)."},

    {DeliveryRetried, Bad,
     "They (missed us|claimed nobody was home) the first time, and the {product} came {late} "
     "late."},
    {DeliveryRetried, Bad, "Two attempts for one delivery: {late} late in the end."},
    {DeliveryRetried, Mixed,
     "The first attempt failed and the second one worked; still, it was {late} late."},
    {DeliveryRetried, Good,
     "A first attempt failed, then a (charming|very helpful) driver came: all's well that ends "
     "well."},

    {Installer, Good,
     "The fitter was (punctual|careful|very professional) and the {product} works (perfectly|like "
     "a dream)."},
    {Installer, Good,
     "(Quick and clean work|Neat job), (clear explanations|everything was explained|the old one "
     "was taken away)."},
    {Installer, Good,
     "Fitted, tested and the box taken away: (what more could one ask for?|a job well done.)"},
    {Installer, Mixed,
     "The installation is fine, but (the fitter came early without notice|we had to clean up "
     "afterwards)."},
    {Installer, Mixed,
     "Properly fitted, although the explanations were (too quick|hard to follow)."},
    {Installer, Bad,
     "The fitter was (rude|careless|in a hurry): (the floor is scratched|he left his rubbish "
     "behind|the {product} is not level)."},
    {Installer, Bad,
     "Sloppy work: (the connection has to be redone|nothing was tested|I had to redo it "
     "myself)."},

    {InstallerTwice, Bad,
     "It took two appointments to fit the {product}: {failure}(, what a waste of time|)."},
    {InstallerTwice, Mixed,
     "Two appointments instead of one because {failure}; the second fitter was "
     "(competent|reliable)."},
    {InstallerTwice, Good, "{Failure}, but the second fitter was (outstanding|extremely kind)."},

    {PhoneLongWait, Bad,
     "{wait} on hold (for a simple question|before anybody answered)(, far too long|)."},
    {PhoneLongWait, Bad,
     "I listened to music for {wait} before (speaking to an adviser|hearing a human voice)."},
    {PhoneLongWait, Mixed, "A (competent|kind) adviser, but {wait} of waiting is (long|too much)."},
    {PhoneLongWait, Good, "{wait} on hold, but then a (wonderful|very efficient) adviser."},

    {PhoneSolved, Good, "(Solved|Sorted out|Answered) in a single call(, thank you|, well done|)."},
    {PhoneSolved, Good,
     "The adviser (listened|was clear and patient|was very kind) and (had the answer at once|knew "
     "what to do)."},
    {PhoneSolved, Mixed,
     "I got my answer, but (the adviser was in a hurry|I had to explain everything twice)."},
    {PhoneSolved, Bad,
     "It is solved, but (the adviser's tone was unpleasant|it took three departments|I had to "
     "insist)."},

    {PhoneUnsolved, Bad,
     "Still no solution: (I am sent from one department to another|I shall have to call again)."},
    {PhoneUnsolved, Bad,
     "The adviser (did not know the product|could not answer), (a waste of time|I am no further "
     "than before)."},
    {PhoneUnsolved, Mixed, "A (polite|kind) adviser, but (no real solution|my problem remains)."},
    {PhoneUnsolved, Good,
     "A very (kind|attentive) adviser; the solution (is still to come|will take a few days), but I "
     "am confident."},

    {ChatSolved, Good, "A (quick|clear) answer by chat, (no waiting|no need to call)."},
    {ChatSolved, Mixed,
     "The chat gave the right answer in the end, but (the first messages were canned|I had to "
     "insist)."},
    {ChatSolved, Bad, "I got an answer, but only after (endless automatic messages|a curt reply)."},
    {ChatUnsolved, Bad,
     "The chat (goes round in circles|did not understand the question|cut me off)."},
    {ChatUnsolved, Mixed, "A (polite|friendly) chat, but no solution."},
    {ChatUnsolved, Good,
     "A pleasant adviser on the chat, even if (my question is still open|I must "
     "wait a little longer)."},

    {OrderEasy, Good,
     "(Simple|Very easy) to order {place}, (delivered in time|and the {product} is as "
     "described)."},
    {OrderEasy, Good, "From choice to delivery, everything was (simple|smooth|perfect)."},
    {OrderEasy, Good,
     "(Fair price|Wide choice), (easy|quick) to order {place}, and the promise was kept."},
    {OrderEasy, Mixed,
     "Easy to order {place}, but (too many adverts afterwards|the tracking could be clearer)."},
    {OrderEasy, Bad,
     "Ordering {place} went well, but the {product} (is a disappointment|is too noisy|is not worth "
     "its price)."},

    {SearchEmpty, Bad,
     "Impossible to find what I was looking for {screen}: the search returns (nothing|no result)."},
    {SearchEmpty, Mixed,
     "The search {screen} finds (next to nothing|half of the products), a pity, as the rest is "
     "well made."},
    {SearchEmpty, Good,
     "A good experience; only the search {screen} (misses things|could be better)."},
});

constexpr std::array<std::string_view, kProducts> kNouns = {
    "washing machine", "dishwasher",     "fridge",        "oven", "hob",
    "tumble dryer",    "vacuum cleaner", "coffee machine"};

std::string late_of(std::int32_t delay_tenths) {
  constexpr std::array<std::string_view, 8> kDays = {"several hours", "one day",   "two days",
                                                     "three days",    "four days", "five days",
                                                     "six days",      "a week"};
  const auto days = static_cast<std::size_t>(std::clamp((delay_tenths + 60) / 240, 0, 7));
  return std::string(kDays[days]);
}

std::string_view place_of(Channel channel) {
  switch (channel) {
    case Channel::App:
      return "in the app";
    case Channel::Store:
      return "in the store";
    case Channel::Phone:
      return "by phone";
    default:
      return "on the website";
  }
}

std::string capital(std::string_view text) {
  std::string out(text);
  out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

std::string word(std::string_view name, const Telling& telling) {
  constexpr std::string_view kNoShow = "nobody came the first time";
  constexpr std::string_view kMissing = "a part was missing the first time";
  const std::string_view failure = telling.failure == Reason::NoShow ? kNoShow : kMissing;
  if (name == "product") return std::string(kNouns[static_cast<std::size_t>(telling.product)]);
  if (name == "late") return late_of(telling.delay_tenths);
  if (name == "Late") return capital(late_of(telling.delay_tenths));
  if (name == "wait") return std::to_string(telling.wait_s / 60) + " minutes";
  if (name == "place") return std::string(place_of(telling.ordered_at));
  if (name == "screen") return std::string(place_of(telling.device));
  if (name == "failure") return std::string(failure);
  if (name == "Failure") return capital(failure);
  return {};
}

constexpr Wording kEnglish = {
    kPhrases,
    {"(I will not be back.|Disappointing.|Avoid.|I expect compensation.|Never again.)",
     "(Could do better.|Room for improvement.|A mixed impression.|Fine, no more.)",
     "(Thank you!|I recommend it.|See you soon!|Well done, everyone.|Keep it up!)"},
    word,
};

}  // namespace

const Wording& english_wording() {
  return kEnglish;
}

}  // namespace parcours::simulate
