"""A small stand-in for Telegram: the Bot API on 127.0.0.1, and a chat page in the browser.

Anyone can try the bot here without a token, and the tests run the real bot over real HTTP::

    sandbox = await Sandbox.start(port=0)         # 127.0.0.1 only; 0: any free port
    sandbox.url, sandbox.token                    # the bot's API is f"{url}/bot", files
                                                  # f"{url}/file/bot"
    sent = await sandbox.alice.send_photo(data)   # bob and carol, too; chat=sandbox.group
    answer = await sandbox.until(lambda m: "found" in m.text, sandbox.alice)
    await sandbox.alice.press(answer, "Show pictures")  # -> Answer, or None in time
    sandbox.messages(sandbox.alice), sandbox.requests, sandbox.updates_pending
    sandbox.person("Dora")                        # one more, and as many as you like
    sandbox.faults.add("429", "reset after", "hang", share=0.2, hang=2)  # trouble on purpose
    sandbox.faults.down = True                    # Telegram is away
    sandbox.log.entries, sandbox.log.counts, sandbox.log.too_early()  # what was called when
    await sandbox.stop()

What the real API refuses is refused here, in its own words; fields that it would silently
ignore are refused as well. ``python -m bot.sandbox`` runs it alone; README.md beside this file
has the rest.
"""

from .person import Person
from .records import Answer, Chat, Message, RefusedError, Request
from .sandbox import Sandbox

__all__ = ["Answer", "Chat", "Message", "Person", "RefusedError", "Request", "Sandbox"]
