"""What is shown in place of a form that was sent: thanks, and once what was in it, beside the last released result."""

from collections.abc import Mapping

from handlers.views import blocks, results
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
    labels = {option.value: escaped(option.label) for option in item.options(words.language)}
    match item.type:
        case "text":
            return []
        case "several_of":
            ticked = [choice for choice in item.choices if values.get(choice.key)]
            if any(choice.key in values for choice in item.choices) and not ticked:
                return [_beside(words, words("None of these"), None, item)]
            return [_beside(words, _named(words, choice), latest.get(choice.key), choice) for choice in ticked]
        case _ if item.key not in values:
            return []
        case _:
            value = values[item.key]
            figure = item.choices[value] if item.nominal else item
            return [_beside(words, labels[value], latest.get(figure.key), figure)]


def _named(words: Words, choice: Item) -> str:
    return escaped(choice.label(words.language))


def _beside(words: Words, said: str, shown: Shown | None, figure: Item) -> str:
    if shown is None:
        return f"*{said}*"
    return words("*{said}* (last time, the company: {result})", said=said, result=results.told(words, figure, shown))
