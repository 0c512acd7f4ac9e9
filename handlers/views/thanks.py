"""What is shown in place of a form that was sent: thanks, and once what was in it, beside the last released result."""

from collections.abc import Mapping

from handlers.views import blocks, questions, results
from handlers.views.pulse import Answers
from handlers.views.words import Words, escaped
from surveys.instruments import Instrument, Item
from surveys.releases import Shown


def thanks(words: Words, instrument: Instrument, answers: Answers, latest: Mapping[str, Shown]) -> blocks.View:
    """Shown in place of the form; nothing else remembers what was sent, or that it was.

    `latest` is the last released result of the whole company, by figure (`surveys.instruments.Item.figures`).
    """
    said = [line for item in instrument.items if (line := _line(words, item, answers, latest))]
    title = words("*What you just sent*")
    small = words(
        "You see this once: it comes from the form that you sent just now and is kept nowhere. Beside it, where there "
        "is one, stands the last result of all who were asked."
    )
    return blocks.modal(
        words("Thank you"),
        [
            blocks.section(
                words(
                    "Your answer is sealed. Until the pulse closes, you can withdraw it, or send another one that "
                    "replaces it. Results come after closing, and only for groups."
                )
            ),
            *([blocks.section(text) for text in blocks.paragraphs([title, *said])] if said else []),
            *([blocks.context(small)] if said else []),
        ],
        close=words("Close"),
    )


def _line(words: Words, item: Item, answers: Answers, latest: Mapping[str, Shown]) -> str:
    """A line of mrkdwn on an item that was answered; an empty one on others. What was written is not repeated."""
    told = _chosen(words, item, answers.values, latest)
    if item.key in answers.texts:
        told = [*told, words("in your own words")]
    return "• " + results.named(words, escaped(item.label(words.language)), "; ".join(told)) if told else ""


def _chosen(words: Words, item: Item, values: Mapping[str, int], latest: Mapping[str, Shown]) -> list[str]:
    if item.type == "several_of":
        return _ticked(words, item, values, latest)
    if item.key not in values:
        return []
    value = values[item.key]
    (label,) = (option.label for option in item.options(words.language) if option.value == value)
    figure = item.choices[value] if item.nominal else item
    return [_beside(words, label, latest.get(figure.key), figure)]


def _ticked(words: Words, item: Item, values: Mapping[str, int], latest: Mapping[str, Shown]) -> list[str]:
    if not any(choice.key in values for choice in item.choices):
        return []
    ticked = [choice for choice in item.choices if values.get(choice.key)]
    labelled = [_beside(words, choice.label(words.language), latest.get(choice.key), choice) for choice in ticked]
    return labelled or [_beside(words, questions.none_of(words, item), None, item)]


def _beside(words: Words, label: str, shown: Shown | None, figure: Item) -> str:
    said = escaped(label)
    if shown is None:
        return f"*{said}*"
    return words("*{said}* (last time, the company: {result})", said=said, result=results.told(words, figure, shown))
