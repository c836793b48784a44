"""One visitor of a running dashboard without a browser: Streamlit's own messages, nothing drawn."""

from __future__ import annotations

import json
import struct
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

_PATIENCE = 120  # Seconds without a message after which a visitor gives up.
_SUCCESS = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY


class Visitor:
    """Opens a page and asks of it what a browser would."""

    def __init__(
        self, address: str, page: str, query: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        self._address, self._page, self._query = address, page, query
        headers = dict(headers or {})
        health = urllib.request.Request(f"{address}/_stcore/health", headers=headers)
        with urllib.request.urlopen(health) as answer:
            self._cookie = answer.headers["Set-Cookie"].split(";")[0]
        known = [headers.pop("Cookie", ""), self._cookie]
        self._socket = connect(
            f"{address.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(address),
            subprotocols=[Subprotocol(one) for one in ("streamlit", self._cookie.split("=")[1])],
            max_size=None,
            additional_headers={**headers, "Cookie": "; ".join(filter(None, known))},
        ).__enter__()
        self._states: dict[str, WidgetState] = {}
        self.elements: list[Element] = []
        self.sent_to = ""  # An address that logs in or out.
        self._run()

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def write(self, label: str, text: str) -> None:
        """Type ``text`` into the field of that name and wait for the answer."""
        sent = (e.bidi_component for e in self.elements if e.HasField("bidi_component"))
        fields = ((one.id, json.loads(one.json)) for one in sent if one.json)
        name, field = next((name, field) for name, field in fields if field.get("label") == label)
        typed = {"text": text, "mark": field["mark"]}
        self._send(WidgetState(id=name, json_value=json.dumps({"typed": typed})))

    def choose(self, label: str, option: str) -> None:
        """Pick one of some buttons and wait for the answer."""
        self._set("button_group", label, string_array_value={"data": [option]})

    def press(self, label: str) -> None:
        """Press a button and wait for the answer."""
        self._set("button", label, trigger_value=True)

    def upload(self, picture: bytes) -> None:
        """Give the page a picture and wait for the answer."""
        asked = BackMsg()
        asked.file_urls_request.request_id = uuid4().hex
        asked.file_urls_request.file_names.append("photo.jpg")
        asked.file_urls_request.session_id = self._session
        self._socket.send(asked.SerializeToString())
        place = next(m for m in self._received() if m.HasField("file_urls_response"))
        (urls,) = place.file_urls_response.file_urls
        self._put(urls.upload_url, picture)
        info = {"name": "photo.jpg", "size": len(picture), "file_id": urls.file_id}
        uploaded = {"uploaded_file_info": [info | {"file_urls": urls}]}
        self._set("file_uploader", "A photo", file_uploader_state_value=uploaded)

    def show(self) -> dict[str, Any]:
        """What is on stage, without the numbers."""
        (payload,) = (e.bidi_component.bytes for e in self.elements if e.bidi_component.bytes)
        (length,) = struct.unpack_from("<I", payload)
        described: dict[str, Any] = json.loads(payload[4 : 4 + length])
        return described

    def problems(self) -> list[str]:
        """What the page says went wrong."""
        alerts = [e.alert.body for e in self.elements if e.HasField("alert")]
        return alerts + [e.exception.message for e in self.elements if e.HasField("exception")]

    def _set(self, kind: str, label: str, **value: Any) -> None:
        widgets = (getattr(e, kind) for e in self.elements if e.WhichOneof("type") == kind)
        widget = next(widget for widget in widgets if widget.label == label)
        self._send(WidgetState(id=widget.id, **value))

    def _send(self, state: WidgetState) -> None:
        self._states[state.id] = state
        self._run()

    def _run(self) -> None:
        asked = BackMsg()
        asked.rerun_script.query_string, asked.rerun_script.page_name = self._query, self._page
        asked.rerun_script.widget_states.widgets.extend(self._states.values())
        self._socket.send(asked.SerializeToString())
        drawn: dict[tuple[int, ...], Element] = {}
        for message in self._received():
            if message.HasField("new_session"):
                self._session = message.new_session.initialize.session_id
                drawn.clear()
            elif message.HasField("delta"):
                # An element that gives way to another, to a block or to nothing is gone.
                drawn.pop(tuple(message.metadata.delta_path), None)
                if message.delta.HasField("new_element"):
                    drawn[tuple(message.metadata.delta_path)] = message.delta.new_element
            elif message.HasField("auth_redirect"):
                self.sent_to = message.auth_redirect.url
            elif message.script_finished == _SUCCESS and message.HasField("script_finished"):
                break
        self.elements = list(drawn.values())
        self._forget_what_is_gone()

    def _forget_what_is_gone(self) -> None:
        """As a browser does, also of a button that it was pressed."""
        there = {getattr(getattr(e, str(e.WhichOneof("type"))), "id", "") for e in self.elements}
        self._states = {
            name: state
            for name, state in self._states.items()
            if name in there and not state.HasField("trigger_value")
        }

    def _received(self) -> Iterator[ForwardMsg]:
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(_PATIENCE))
            yield message

    def _put(self, path: str, picture: bytes) -> None:
        mark = uuid4().hex
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        request = urllib.request.Request(
            f"{self._address}{path}",
            b"".join([head.encode(), picture, f"\r\n--{mark}--\r\n".encode()]),
            {
                "Content-Type": f"multipart/form-data; boundary={mark}",
                "Cookie": self._cookie,
                "X-Xsrftoken": self._cookie.partition("=")[2],
            },
            method="PUT",
        )
        with urllib.request.urlopen(request):
            pass
