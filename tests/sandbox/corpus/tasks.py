"""Tasks, plans, and the buttons of thanks and removal below an answer."""

from tests.sandbox.corpus.shapes import (
    Payload,
    button,
    confirm,
    context_actions,
    entry,
    feedback,
    home,
    icon,
    modal,
    mrkdwn,
    opinion,
    piece,
    plain,
    plan,
    post,
    rich,
    rich_section,
    section,
    task,
    without,
)

GOOD: dict[str, Payload] = {
    "a task": post(task()),
    "a task in each state": post(*[task(status=status) for status in ("pending", "in_progress", "complete", "error")]),
    "a task with everything": post(
        task(
            details=rich(rich_section(piece("text", text="Counting"))),
            output=rich(rich_section(piece("text", text="42"))),
            sources=[{"type": "url", "url": "https://example.com", "text": "Example"}],
            block_id="task",
        )
    ),
    "a plan": post(plan()),
    "a plan of two tasks": post(plan(task(), task(task_id="t2"))),
    "a plan that names no tasks": post(without("tasks", plan())),
    "thumbs up and down": post(context_actions(feedback())),
    "thumbs at their limits": post(
        context_actions(
            feedback(
                positive_button=opinion("Good", accessibility_label="x" * 75),
                negative_button=opinion("Bad"),
            )
        )
    ),
    "a bin": post(context_actions(icon())),
    "a bin with everything": post(
        context_actions(
            icon(value="x" * 2000, accessibility_label="x" * 75, visible_to_user_ids=["U1"], confirm=confirm())
        )
    ),
    "five buttons below an answer": post(
        context_actions(feedback(), *[icon(action_id=f"tip:{index}") for index in range(4)], block_id="below")
    ),
}

BAD: dict[str, Payload] = {
    "a task without an id": post(without("task_id", task())),
    "a task without a title": post(without("title", task())),
    "a task with a title of an object": post(task(title=plain("Count"))),
    "a task in a state that is not known": post(task(status="done")),
    "a task with details in a string": post(task(details="Counting")),
    "a task with a source that is a string": post(task(sources=["https://example.com"])),
    "a task with a source without a text": post(task(sources=[{"type": "url", "url": "https://example.com"}])),
    "a task in a modal": modal(task()),
    "a task in a Home tab": home(task()),
    "a plan without a title": post(without("title", plan(task()))),
    "a plan with a title of an object": post(plan(task(), title=plain("Plan"))),
    "a plan of tasks in a string": post(plan() | {"tasks": "none"}),
    "a plan in a modal": modal(plan(task())),
    "a plan in a Home tab": home(plan(task())),
    "six buttons below an answer": post(context_actions(*[icon(action_id=f"tip:{index}") for index in range(6)])),
    "a button below an answer": post(context_actions(button())),
    "thumbs without a thumb": post(context_actions(without("negative_button", feedback()))),
    "a thumb without a value": post(context_actions(feedback(positive_button={"text": plain("Good")}))),
    "a thumb of mrkdwn": post(context_actions(feedback(positive_button={"text": mrkdwn("Good"), "value": "good"}))),
    "a thumb with a label of 76 characters": post(
        context_actions(feedback(positive_button=opinion("Good", accessibility_label="x" * 76)))
    ),
    "thumbs with a confirm dialog": post(context_actions(feedback(confirm=confirm()))),
    "a bin without a text": post(context_actions(without("text", icon()))),
    "a bin without a picture": post(context_actions(without("icon", icon()))),
    "a bin with a label of 76 characters": post(context_actions(icon(accessibility_label="x" * 76))),
    "a bin with a value that is a number": post(context_actions(icon(value=7))),
    "a bin for a user outside a list": post(context_actions(icon(visible_to_user_ids="U1"))),
    "one action id twice below an answer": post(context_actions(icon(), icon())),
    "thumbs in a modal": modal(context_actions(feedback())),
    "thumbs in a Home tab": home(context_actions(feedback())),
    "thumbs as an accessory": post(section(accessory=feedback())),
    "a bin as an input": modal(entry(icon())),
}
