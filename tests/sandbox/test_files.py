"""Files: uploaded in three steps, posted, shown and served."""

import aiohttp

from sandbox.workspace import Json
from tests.sandbox.conftest import Scene

PICTURE = b"\x89PNG\r\n\x1a\n picture"


async def dm(scene: Scene) -> str:
    return str((await scene.client.conversations_open(users=scene.ann.id))["channel"]["id"])


async def test_slacks_client_uploads_and_posts_a_file(scene: Scene, http: aiohttp.ClientSession) -> None:
    answer = await scene.client.files_upload_v2(
        channel=await dm(scene),
        content=PICTURE,
        filename="chart.png",
        title="Chart",
        alt_txt="A rising line",
        initial_comment="Look",
    )

    (message,) = scene.person.messages()
    (file,) = message.files
    assert (message.text, file.name, file.title, file.mimetype) == ("Look", "chart.png", "Chart", "image/png")
    assert (file.alt_text, file.content, file.user) == ("A rising line", PICTURE, scene.seat.bot_user_id)
    async with http.get(answer["file"]["url_private"]) as response:
        assert (response.content_type, await response.read()) == ("image/png", PICTURE)
    assert scene.sandbox.journal.findings() == []


async def test_a_form_with_a_file_uploads_as_well(scene: Scene, http: aiohttp.ClientSession) -> None:
    place = await scene.client.files_getUploadURLExternal(filename="a.txt", length=5)
    form = aiohttp.FormData()
    form.add_field("file", b"hello", filename="a.txt")

    async with http.post(place["upload_url"], data=form) as response:
        assert await response.text() == "OK - 5"
    done = await scene.client.files_completeUploadExternal(files=[{"id": place["file_id"], "title": "A"}])

    assert done["files"][0]["size"] == 5
    assert scene.team.files[place["file_id"]].content == b"hello"
    assert scene.person.messages() == []


async def test_an_upload_address_serves_once(scene: Scene, http: aiohttp.ClientSession) -> None:
    place = await scene.client.files_getUploadURLExternal(filename="a.txt", length=5)

    statuses = []
    for _ in range(2):
        async with http.post(place["upload_url"], data=b"hello") as response:
            statuses.append(response.status)

    assert statuses == [200, 404]


async def test_a_file_without_content_and_a_file_of_another_app_cannot_be_completed(scene: Scene) -> None:
    place = await scene.client.files_getUploadURLExternal(filename="a.txt", length=5)

    empty = await scene.error("files.completeUploadExternal", files=[{"id": place["file_id"]}])
    unknown = await scene.error("files.completeUploadExternal", files=[{"id": "F404"}])

    assert (empty, unknown) == ("file_not_found", "file_not_found")


async def test_a_file_goes_to_conversations_only(scene: Scene, http: aiohttp.ClientSession) -> None:
    place = await scene.client.files_getUploadURLExternal(filename="a.txt", length=5)
    async with http.post(place["upload_url"], data=b"hello"):
        pass
    files = [{"id": place["file_id"]}]

    to_user = await scene.error("files.completeUploadExternal", files=files, channel_id=scene.ann.id)
    nowhere = await scene.error("files.completeUploadExternal", files=files, channel_id="C404")
    done = await scene.client.files_completeUploadExternal(files=files, channel_id=await dm(scene))

    assert (to_user, nowhere) == ("invalid_channel", "channel_not_found")
    assert done["ok"]


async def test_a_picture_block_shows_a_file_that_exists(scene: Scene) -> None:
    upload = await scene.client.files_upload_v2(content=PICTURE, filename="chart.png")
    file: Json = upload["file"]

    def block(**reference: str) -> list[Json]:
        return [{"type": "image", "alt_text": "chart", "slack_file": reference}]

    by_id = await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=block(id=file["id"]))
    by_url = await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=block(url=file["url_private"]))
    unknown = await scene.refusal("chat.postMessage", channel=scene.ann.id, text="x", blocks=block(id="F404"))

    assert by_id["ok"]
    assert by_url["ok"]
    assert unknown["error"] == "invalid_blocks"
    assert "invalid slack file" in unknown["response_metadata"]["messages"][0]


async def test_a_file_is_described(scene: Scene) -> None:
    upload = await scene.client.files_upload_v2(content=PICTURE, filename="chart.png", channel=await dm(scene))

    info = (await scene.client.files_info(file=upload["file"]["id"]))["file"]

    assert (info["name"], info["filetype"], info["size"]) == ("chart.png", "png", len(PICTURE))
    assert info["ims"] == [await dm(scene)]
    assert await scene.error("files.info", file="F404") == "file_not_found"


async def test_a_file_may_have_any_name(scene: Scene, http: aiohttp.ClientSession) -> None:
    file = scene.team.add_file("a/b ü?.txt", b"hello", mimetype="text/plain", user=scene.ann.id)

    async with http.get(scene.sandbox.file_url(scene.team, file)) as response:
        assert await response.text() == "hello"


async def test_no_file_is_served_under_another_name(scene: Scene, http: aiohttp.ClientSession) -> None:
    file = scene.team.add_file("a.txt", b"hello", mimetype="text/plain", user=scene.ann.id)
    url = scene.sandbox.file_url(scene.team, file)

    async with http.get(url) as found, http.get(f"{url}x") as missing, http.get(url.replace("/T", "/X")) as elsewhere:
        assert (found.status, missing.status, elsewhere.status) == (200, 404, 404)


async def test_files_are_listed_by_who_and_where_and_what(scene: Scene) -> None:
    await scene.client.files_upload_v2(channel=await dm(scene), content=PICTURE, filename="chart.png")
    plan = await scene.person.upload("plan.pdf", b"%PDF")
    await scene.person.say("", files=[plan])
    await scene.person.upload("secret.txt", b"mine")

    everything = await scene.client.files_list()
    anns = await scene.client.files_list(user=scene.ann.id)
    pictures = await scene.client.files_list(types="images", channel=await dm(scene))

    assert [file["name"] for file in everything["files"]] == ["plan.pdf", "chart.png"]
    assert [file["name"] for file in anns["files"]] == ["plan.pdf"]
    assert [file["name"] for file in pictures["files"]] == ["chart.png"]
    assert await scene.error("files.list", types="songs") == "unknown_type"
    assert await scene.error("files.list", user="U404") == "user_not_found"


async def test_files_are_listed_in_counted_pages(scene: Scene) -> None:
    for number in range(3):
        await scene.client.files_upload_v2(content=b"x", filename=f"{number}.txt")

    second = await scene.client.files_list(count=2, page=2)

    assert [file["name"] for file in second["files"]] == ["0.txt"]
    assert second["paging"] == {"count": 2, "total": 3, "page": 2, "pages": 2}


async def test_a_deleted_file_leaves_a_tombstone_in_its_message(scene: Scene) -> None:
    answer = await scene.client.files_upload_v2(channel=await dm(scene), content=PICTURE, filename="chart.png")
    scene.seat.scopes |= {"im:history"}

    await scene.client.files_delete(file=answer["file"]["id"])

    (message,) = (await scene.client.conversations_history(channel=await dm(scene)))["messages"]
    assert message["files"] == [{"id": answer["file"]["id"], "mode": "tombstone"}]
    assert await scene.error("files.info", file=answer["file"]["id"]) == "file_not_found"


async def test_an_app_deletes_its_own_files_only(scene: Scene) -> None:
    shared, kept = [await scene.person.upload(name, b"x") for name in ("a.txt", "b.txt")]
    await scene.person.say("", files=[shared])

    assert await scene.error("files.delete", file=shared.id) == "cant_delete_file"
    assert await scene.error("files.delete", file=kept.id) == "file_not_found"
    assert await scene.error("files.info", file=kept.id) == "file_not_found"
