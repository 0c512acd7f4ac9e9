"""By what kinds of things a comment may tell who wrote it, in four languages, and what tells nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.comments.hints import KINDS, hints_in
from surveys.comments.lexicon import FOLDER, LANGUAGES, lexicon, pattern_of

UNITS = ("Sales", "Data", "Platform", "HR", "IT", "Customer Care", "Vertrieb", "Verkoop", "Ventes")
OWN_NAMES = ("mark.fisher", "Mark Fisher")

Examples = list[tuple[str, set[str]]]

ENGLISH: Examples = [
    ("I am the only accountant here", {"only_one", "position"}),
    ("I'm the only one in my team who writes Cobol.", {"only_one"}),
    ("As the only woman on the floor I see it differently.", {"only_one"}),
    ("Nobody but me uses the old system.", {"only_one"}),
    ("There are just three of us.", {"only_one"}),
    ("One of only two testers got a licence.", {"only_one"}),
    ("As the office manager I order the licences.", {"position"}),
    ("As head of design, I decide.", {"position"}),
    ("I manage the night shift and it helps.", {"position"}),
    ("It came during my maternity leave.", {"life"}),
    ("I am dyslexic, so it helps a lot.", {"life"}),
    ("Since I started on 3 March nothing has changed.", {"date"}),
    ("I got my licence on March 3rd.", {"date"}),
    ("I joined the company in 2019, when nobody spoke of it.", {"date"}),
    ("My training was on 05/10/2025.", {"date"}),
    ("It was my first day.", {"date"}),
    ("Ask @ann.example", {"person"}),
    ("My manager Zorka does not use it.", {"person"}),
    ("Mrs. Blather says no.", {"person"}),
    ("Sarah showed me how.", {"person"}),
    ("Yesterday Zorka Blather showed me how.", {"person"}),
    ("Best, Mark", {"person"}),
    ("I am mark.fisher and I like it", {"person"}),
    ("We in sales never hear of it.", {"unit"}),
    ("The data team gets everything.", {"unit"}),
    ("Nobody asked Customer care.", {"unit"}),
    ("HR decides, we wait.", {"unit"}),
    ("People in Platform have it.", {"unit"}),
    ("Write to me at zb@acme.test", {"address"}),
    ("Call 0612345678", {"phone"}),
    ("See https://acme.test/me", {"link"}),
]
FRENCH: Examples = [
    ("Je suis la seule juriste.", {"only_one", "position"}),
    ("En tant que seul traducteur, je le vois.", {"only_one"}),
    ("Nous ne sommes que deux.", {"only_one"}),
    ("Personne d'autre que moi ne s'en sert.", {"only_one"}),
    ("En tant que responsable, je décide.", {"position"}),
    ("Je dirige une petite équipe.", {"position"}),
    ("C'est arrivé pendant mon congé maternité.", {"life"}),
    ("Je suis enceinte.", {"life"}),
    ("Depuis mon arrivée, rien n'a changé.", {"date"}),
    ("Je m'en sers depuis le 1er mars.", {"date"}),
    ("J'ai commencé en septembre 2024.", {"date"}),
    ("Mon chef Zorka n'en veut pas.", {"person"}),
    ("Madame Blather n'en veut pas.", {"person"}),
    ("Grâce à Amélie, ça va mieux.", {"person"}),
    ("L'équipe ventes n'a rien.", {"unit"}),
    ("Je travaille aux ventes.", {"unit"}),
    ("Écrivez à zb@acme.test ou au 06 12 34 56 78", {"address", "phone"}),
]
DUTCH: Examples = [
    ("Ik ben de enige boekhouder.", {"only_one", "position"}),
    ("Als enige vrouw zie ik het anders.", {"only_one"}),
    ("Wij zijn met zijn tweeën, een van de weinigen.", {"only_one"}),
    ("Niemand behalve ik gebruikt het.", {"only_one"}),
    ("Als teamleider beslis ik.", {"position"}),
    ("Ik geef leiding aan de nachtploeg.", {"position"}),
    ("Het kwam tijdens mijn zwangerschapsverlof.", {"life"}),
    ("Door mijn burn-out kwam ik later terug.", {"life"}),
    ("Sinds ik hier begon is er niets veranderd.", {"date"}),
    ("Ik gebruik het sinds 3 maart.", {"date"}),
    ("Mijn eerste werkdag was chaos.", {"date"}),
    ("Mijn collega Zorka wil niet.", {"person"}),
    ("Mevrouw Blather wil niet.", {"person"}),
    ("Vraag het aan Jeroen.", {"person"}),
    ("De afdeling verkoop krijgt niets.", {"unit"}),
    ("Wij bij Verkoop krijgen niets.", {"unit"}),
    ("Kijk op www.acme.test/ik", {"link"}),
]
GERMAN: Examples = [
    ("Ich bin die einzige Juristin.", {"only_one", "position"}),
    ("Als einzige Frau sehe ich das anders.", {"only_one"}),
    ("Niemand außer mir nutzt es.", {"only_one"}),
    ("Wir sind nur zu dritt.", {"only_one"}),
    ("Als Teamleiterin entscheide ich.", {"position"}),
    ("Ich leite das Büro.", {"position"}),
    ("Das kam in meiner Elternzeit.", {"life"}),
    ("Ich bin schwerbehindert.", {"life"}),
    ("Seit ich hier angefangen habe, ist nichts anders.", {"date"}),
    ("Ich nutze es seit dem 3. März.", {"date"}),
    ("Mein erster Arbeitstag war chaotisch.", {"date"}),
    ("Meine Kollegin Zorka will nicht.", {"person"}),
    ("Herr Blather will nicht.", {"person"}),
    ("Fragt doch Jürgen.", {"person"}),
    ("Die Abteilung Vertrieb bekommt nichts.", {"unit"}),
    ("Wir im Vertrieb bekommen nichts.", {"unit"}),
    ("Ruft +49 30 1234567 an.", {"phone"}),
]
TELLING_NOTHING = [
    "It saves me an hour a day, and the summaries are good.",
    "ChatGPT is the only tool that works.",
    "Only the Copilot licence of Microsoft Teams is slow.",
    "We need more training. Data quality is poor, and data is data.",
    "The rollout on 3 March went well.",
    "I may use it in 2 weeks, or march on without.",
    "Version 3.11.12 is better than Visual Studio Code of 2024.",
    "The manager of the future will need it; everyone in the team agrees.",
    "I would like the same licence as everyone else!",
    "I run my prompts twice and manage the rest by hand.",
    "New York Times articles are summarised badly.",
    "Sales of licences went up. IT'S GREAT.",
    "Les outils sont bons, mais trop lents. C'est la seule solution qui marche.",
    "Je voudrais une formation de deux jours en mars.",
    "J'utilise Excel, donc je gère tout moi-même.",
    "Le service est lent, et la direction ne dit rien.",
    "On gagne du temps, surtout pour les comptes rendus.",
    "De tools zijn goed. Het is de enige oplossing die werkt.",
    "Ik wil graag een opleiding van twee dagen.",
    "Het team heeft meer tijd nodig; de verkoop van licenties stijgt.",
    "Op 3 maart begon de uitrol.",
    "Die Werkzeuge sind gut, aber die Einführung war schnell.",
    "Das ist die einzige Lösung, die mit unseren Daten arbeitet.",
    "Ich wünsche mir eine Schulung und mehr Zeit für Künstliche Intelligenz.",
    "Am 3. März begann die Einführung.",
    "Unsere Leitung und der Betriebsrat sind sich einig.",
    "👍",
    "",
]


@pytest.mark.parametrize(("comment", "kinds"), ENGLISH)
def test_an_english_comment_that_tells_who_wrote_it(comment: str, kinds: set[str]) -> None:
    assert set(hints_in(comment, units=UNITS, own_names=OWN_NAMES)) == kinds


@pytest.mark.parametrize(("comment", "kinds"), FRENCH)
def test_a_french_comment_that_tells_who_wrote_it(comment: str, kinds: set[str]) -> None:
    assert set(hints_in(comment, units=UNITS)) == kinds


@pytest.mark.parametrize(("comment", "kinds"), DUTCH)
def test_a_dutch_comment_that_tells_who_wrote_it(comment: str, kinds: set[str]) -> None:
    assert set(hints_in(comment, units=UNITS)) == kinds


@pytest.mark.parametrize(("comment", "kinds"), GERMAN)
def test_a_german_comment_that_tells_who_wrote_it(comment: str, kinds: set[str]) -> None:
    assert set(hints_in(comment, units=UNITS)) == kinds


@pytest.mark.parametrize("comment", TELLING_NOTHING)
def test_a_comment_that_tells_nothing_of_its_writer_gives_no_alarm(comment: str) -> None:
    assert hints_in(comment, units=UNITS, own_names=OWN_NAMES) == ()


def test_a_mark_is_no_name_unless_it_is_the_writers_and_has_a_capital() -> None:
    assert hints_in("Mark my words: it hits the mark.") == ()
    assert hints_in("It hits the mark.", own_names=OWN_NAMES) == ()
    assert hints_in("Mark my words", own_names=OWN_NAMES) == ("person",)


def test_what_is_hidden_in_the_text_hides_nothing() -> None:
    assert hints_in("I\u00a0am\nthe\u200b only one in our team") == ("only_one",)


def test_an_apostrophe_is_one_however_it_is_typed() -> None:
    assert hints_in("I\u2019m the only one of us") == hints_in("I'm the only one of us") == ("only_one",)


def test_a_unit_whose_name_is_a_word_like_any_other_is_named_with_a_capital_inside_of_a_sentence() -> None:
    assert hints_in("Our data is poor. Data is data.", units=["Data"]) == ()
    assert hints_in("They have it in Data.", units=["Data"]) == ("unit",)


@given(
    st.text(max_size=400)
    | st.lists(st.sampled_from(["I", "am", "the", "only", "@", "ß", "İ", "'", "…", "."])).map(" ".join)
)
def test_any_comment_is_answered_with_known_kinds_in_their_order(comment: str) -> None:
    found = hints_in(comment, units=[*UNITS, "", "(?", comment[:9]], own_names=[*OWN_NAMES, "", "*"])

    assert [kind for kind in KINDS if kind in found] == list(found)


def test_an_entry_offers_words_leaves_endings_open_and_lets_words_stand_between() -> None:
    assert pattern_of("a/b ... c*") == r"(?:a|b)(?:[ -][^\s.!?;]+){0,3}[ -](?:c\w*)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_words(language: str) -> None:
    assert (FOLDER / f"{language}.yaml").is_file()
    assert lexicon().given_names.isdisjoint(lexicon().not_people)
