"""The keys of what Slack sends and answers, as its documentation lists and shows them, a row for each shape."""

from dataclasses import dataclass

from sandbox.workspace import Json


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that are always there, those that may be, and the page of Slack's documentation that shows them."""

    source: str
    always: frozenset[str]
    maybe: frozenset[str] = frozenset()

    def faults(self, shape: Json) -> list[str]:
        """What the shape lacks, and what it has too much."""
        lacking = [f"lacks {key}" for key in sorted(self.always - shape.keys())]
        return lacking + [f"has {key} too much" for key in sorted(shape.keys() - self.always - self.maybe)]


def keys(source: str, always: str, maybe: str = "") -> Keys:
    """Make a row of the tables below."""
    return Keys(f"docs.slack.dev/{source}", frozenset(always.split()), frozenset(maybe.split()))


CARRIED = "type token team user enterprise is_enterprise_install"
IN_MESSAGE = "container channel message state response_url actions trigger_id api_app_id"
BLOCK_ACTIONS = "reference/interaction-payloads/block_actions-payload"
VIEWS = "reference/interaction-payloads/view-interactions-payload"
SHORTCUTS = "reference/interaction-payloads/shortcuts-interaction-payload"
SUGGESTIONS = "reference/block-kit/block-elements/select-menu-element"

SENT = {
    "block_actions of a message": keys(BLOCK_ACTIONS, f"{CARRIED} {IN_MESSAGE}"),
    "block_actions of an ephemeral message": keys(BLOCK_ACTIONS, f"{CARRIED} {IN_MESSAGE}".replace(" message ", " ")),
    "block_actions of a modal": keys(BLOCK_ACTIONS, f"{CARRIED} container view actions trigger_id api_app_id"),
    "block_actions of a Home tab": keys(BLOCK_ACTIONS, f"{CARRIED} container view actions trigger_id api_app_id"),
    "view_submission": keys(VIEWS, f"{CARRIED} view response_urls trigger_id api_app_id"),
    "view_closed": keys(VIEWS, f"{CARRIED} view is_cleared api_app_id"),
    "block_suggestion of a message": keys(
        SUGGESTIONS, f"{CARRIED} container channel message action_id block_id value api_app_id"
    ),
    "block_suggestion of a modal": keys(SUGGESTIONS, f"{CARRIED} container view action_id block_id value api_app_id"),
    "shortcut": keys(SHORTCUTS, f"{CARRIED} callback_id trigger_id action_ts"),
    "message_action": keys(
        SHORTCUTS, f"{CARRIED} callback_id trigger_id action_ts message_ts channel message response_url"
    ),
    "command": keys(
        "interactivity/implementing-slash-commands",
        "token team_id team_domain channel_id channel_name user_id user_name command text api_app_id"
        " is_enterprise_install response_url trigger_id",
        "enterprise_id enterprise_name",
    ),
    "url_verification": keys("reference/events/url_verification", "token challenge type"),
    "event_callback": keys(
        "apis/events-api",
        "token team_id api_app_id event type event_id event_time authorizations is_ext_shared_channel event_context",
        "context_team_id context_enterprise_id",
    ),
}

USER = keys("reference/objects/user-object", "id team_id", "username name")
WITHIN = {
    "user": USER,
    "team": keys(BLOCK_ACTIONS, "id domain"),
    "channel": keys(BLOCK_ACTIONS, "id name"),
    "container of a message": keys(BLOCK_ACTIONS, "type message_ts channel_id is_ephemeral", "is_app_unfurl"),
    "container of a view": keys(BLOCK_ACTIONS, "type view_id"),
    "authorization": keys("apis/events-api", "enterprise_id team_id user_id is_bot is_enterprise_install"),
    "action of a button": keys(
        "reference/block-kit/block-elements/button-element", "type action_id block_id text action_ts", "value style"
    ),
    "response_url of a form": keys(VIEWS, "block_id action_id channel_id response_url"),
}

STORED_VIEW = keys(
    "reference/methods/views.open",
    "id team_id type title submit close blocks private_metadata callback_id external_id state hash clear_on_close"
    " notify_on_close root_view_id previous_view_id app_id app_installed_team_id bot_id",
    "submit_disabled",
)
PROFILE = (
    "title phone skype real_name real_name_normalized display_name display_name_normalized fields status_text"
    " status_emoji status_emoji_display_info status_expiration avatar_hash first_name last_name team"
    " image_24 image_32 image_48 image_72 image_192 image_512"
)
ANSWERED = {
    "user": keys(
        "reference/objects/user-object",
        "id team_id name deleted color real_name tz tz_label tz_offset profile is_admin is_owner is_primary_owner"
        " is_restricted is_ultra_restricted is_bot is_app_user updated is_email_confirmed who_can_share_contact_card",
    ),
    "user with a locale": keys(
        "reference/methods/users.info",
        "id team_id name deleted color real_name tz tz_label tz_offset profile is_admin is_owner is_primary_owner"
        " is_restricted is_ultra_restricted is_bot is_app_user updated is_email_confirmed who_can_share_contact_card"
        " locale",
    ),
    "deactivated user": keys(
        "reference/methods/users.list", "id team_id name deleted profile is_bot is_app_user updated"
    ),
    "profile": keys("reference/objects/user-object", f"{PROFILE} email", "status_text_canonical"),
    "profile of a bot": keys(
        "reference/methods/users.list", f"{PROFILE} bot_id api_app_id always_active", "status_text_canonical"
    ),
    "profile without the scope for addresses": keys(
        "reference/scopes/users.read.email", PROFILE, "status_text_canonical"
    ),
    "channel": keys(
        "reference/objects/conversation-object",
        "id name is_channel is_group is_im is_mpim is_private created is_archived is_general unlinked name_normalized"
        " is_shared is_frozen is_org_shared is_pending_ext_shared pending_shared context_team_id updated"
        " parent_conversation creator is_ext_shared shared_team_ids pending_connected_team_ids is_member topic purpose"
        " previous_names",
        "properties num_members locale",
    ),
    "topic": keys("reference/objects/conversation-object", "value creator last_set"),
    "direct message": keys(
        "reference/methods/conversations.info",
        "id created is_archived is_im is_org_shared user is_user_deleted is_open priority",
        "context_team_id updated locale last_read latest unread_count unread_count_display",
    ),
    "file": keys(
        "reference/objects/file-object",
        "id created timestamp name title mimetype filetype pretty_type user editable size mode is_external"
        " external_type is_public public_url_shared display_as_bot username url_private url_private_download permalink"
        " comments_count channels groups ims has_rich_preview",
        "user_team file_access alt_txt shares permalink_public",
    ),
    "user group": keys(
        "reference/objects/usergroup-object",
        "id team_id is_usergroup name description handle is_external date_create date_update date_delete auto_type"
        " created_by updated_by deleted_by prefs users user_count",
        "is_subteam auto_provision enterprise_subteam_id",
    ),
    "chat.postMessage": keys("reference/methods/chat.postMessage", "ok channel ts message"),
    "chat.update": keys("reference/methods/chat.update", "ok channel ts text message"),
    "chat.postEphemeral": keys("reference/methods/chat.postEphemeral", "ok message_ts"),
    "auth.test": keys(
        "reference/methods/auth.test", "ok url team user team_id user_id bot_id is_enterprise_install", "enterprise_id"
    ),
    "users.list": keys("reference/methods/users.list", "ok members cache_ts response_metadata"),
    "files.info": keys("reference/methods/files.info", "ok file comments response_metadata", "content paging"),
    "conversations.members": keys("reference/methods/conversations.members", "ok members response_metadata"),
}
