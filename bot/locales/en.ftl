### What the bot says. HTML; gaps are filled with escaped text. Each language has the same texts.

help =
    Send me a photo, and I find it in the collection: cropped, mirrored, captioned or photographed off a page. An image as a file, a sticker, an album, a GIF or a video will do, too.

    <b>In a group</b>
    /find or my name, in reply to a photo or as its caption. Of an album I see only that photo, unless I am an admin or privacy mode is off.
    My name also calls me where I am no member.
    /settings, for its admins: what I do there, for one watch for reposts.

    <b>And</b>
    /compare as a photo's caption, in reply to another: are they the same?
    /watch in reply to a picture, in our private chat: I tell you when it is posted in a group that we share and that I watch.
    /language: I speak yours. /privacy: what I keep. /forget: I forget you.
looking = Looking …
failed = Something went wrong on my side. Please try again.
refusal =
    This bot answers only those whom its admins have allowed. Your id, to give to them: <code>{ $id }</code>
only-admins = Only the bot's admins can do that.
only-editors = Only the bot's admins and its editors can do that.
no-pictures = There are no pictures in the collection yet. An admin can index them with /reindex.
enough = That was a lot at once. I look at { $most } photos a minute; please send the rest later.

## What came in

error-NotAPhoto = I look at pictures only. Send a photo, an image as a file, or a sticker.
error-TooBig = This file is too big: Telegram gives me files up to 20 MB. Send it as a photo.
error-TooBig-clip = This clip is too big: Telegram gives me files up to 20 MB. Send a shorter one, or a picture of it.
find-what = Reply to a photo with /find, or send a photo with /find as its caption.
guest-what = Reply to a photo with my name, or send a photo with my name as its caption.
compare-what = Send a photo with /compare as its caption, in reply to another photo; or two as an album.
preview = It moves, so I looked at its preview only.

## The answer

same = Found it.
maybe = Perhaps this one; I am not sure.
same-at = Found it, { $at } into the clip.
maybe-at = Perhaps this one, { $at } into the clip; I am not sure.
none = This photo is not in the collection.
plain = This photo has too little detail to judge. Send one that shows more.
same-brief = Found:
maybe-brief = Perhaps:
same-brief-at = Found, { $at } into the clip:
maybe-brief-at = Perhaps, { $at } into the clip:
row = { $said }, { $item }
and-more = and { $count } more
comparison-same = The same picture.
comparison-maybe = Perhaps the same; I am not sure.
comparison-none = These are not the same picture.
comparison-plain = One of them has too little detail to judge.
comparison-yours = Yours is the other{ $done }
proven = Left your photo, right what it shows. Green is where it fits, lines join what agrees.
blinking = Your photo and the picture, laid over each other; then where they differ, brighter the more.
no-proof = I cannot show that any more: the photo or the picture is gone, or the answer is another one by now.
gone = This picture is no longer in the collection.
original-too-big = This file is larger than the 50 MB that Telegram lets me send.
nothing-more = There is nothing else in the collection that is anything like it.
more = These come next:
refused = I will not show <b>{ $name }</b> for this photo here any more.
thanks = Thank you, I learn from that.
accepted = <b>{ $name }</b> may be shown for this photo again.
why =
    <b>Why</b>
    { $inliers } points lie as in the picture, and { $share } % of its detail is there: evidence { $evidence }, of { $same } that it takes to be sure.
    decoding { $decode } ms, keypoints { $extract } ms, search { $search } ms, geometry { $verify } ms
why-nothing =
    <b>Why</b>
    Nothing in the collection resembles it.
    decoding { $decode } ms, keypoints { $extract } ms, search { $search } ms, geometry { $verify } ms
why-article =
    <b>Why</b>
    The nearest by the article's cosine, { $value }, which cannot tell the same from the like.
    decoding { $decode } ms, vector { $extract } ms, matrix { $search } ms

## Groups that are watched

seen-same-once = 👀 Seen before: { $name }, { $when }.
seen-same-often = 👀 Seen before: first { $name }, { $when }; last { $last }, { $again }.
seen-maybe-once = 👀 Perhaps seen before: { $name }, { $when }.
seen-maybe-often = 👀 Perhaps seen before: first { $name }, { $when }; last { $last }, { $again }.
somebody = somebody
ago = { $time } ago
days-ago =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
times =
    { $count ->
        [one] { $count } time
       *[other] { $count } times
    }
top-nobody = Nobody reposted anything that I saw in the last 30 days.
top-off = I do not watch this group for reposts. Its admins turn that on with /settings.
top-people = Who reposted most in the last 30 days
top-pictures = What was reposted most
this-picture = this picture
ignore-what = Reply to a photo with /ignore, and I do not remark on that picture here any more.
ignored = I do not remark on this picture here any more. /ignore again takes that back.
unignored = I remark on this picture again.
opted-out = I leave your photos alone in all groups now, and what I had kept of them is deleted. /optin takes that back.
opted-in = I watch your photos again, where a group's admins want that.
opt-yourself = Send me that in your own name, please.
in-groups-only = That is for groups.
watch-blind = I do not see all messages here yet. Make me an admin of this group, or turn privacy mode off at @BotFather (/setprivacy) and add me anew.
welcome =
    Hello. I find which picture of our collection a photo is, and I can watch for reposts.
    What shall I do in this group? Its admins choose; /settings has more.
welcome-asked = I answer here when I am asked: /find or my name, in reply to a photo.
welcome-watch = I watch here for reposts, with one quiet line each, and answer when I am asked. /settings has more.
welcome-off = I answer only this group's admins here. /settings changes that.
settings-in-groups = That is for groups: send /settings there.
settings = <b>What I do in this group</b>
set-answers = When asked with /find or my name:
set-answers-asked = I answer all
set-answers-never = only admins
set-watch = Reposts of photos:
set-watch-off = left alone
set-watch-on = remarked on
set-remark = How loudly:
set-remark-line = one quiet line
set-remark-reaction = a reaction
set-sure = How sure I must be:
set-sure-same = sure
set-sure-maybe = perhaps is enough
set-days = How long I keep what I saw:
set-days-30 = 30 days
set-days-7 = 7 days
set-days-90 = 90 days
set-days-365 = a year
watch-privately = Send me that in our private chat. In a group its admins choose with /settings whether I watch it.
watch-what = Reply to a picture with /watch, or send one with /watch as its caption.
watching = I watch this picture: when it, or a part of it, is posted in a group that we share and that I watch, I tell you. /watches lists all.
watch-enough = You watch { $most } pictures already. Stop one with /watches.
watch-none = You watch no picture.
watch-one = I watch this picture for you. You asked { $when }.
watch-stopped = I do not watch it any more.
watch-seen = I saw this picture in { $chat }.

## Buttons

button-asked = Answer when asked
button-watch = Watch quietly
button-off = Off
button-shelves = Shelves …
button-languages = Language …
button-unwatch = Stop
button-proof = Proof
button-proof-of = Proof { $number }
button-blink = Blink
button-original = Original file
button-right = Right
button-wrong = Not the same
button-undo = Undo
button-more = More
button-why = Why
button-nearest = Show the nearest
button-pictures = Show pictures
button-cancel = Cancel
button-start = Start
button-keep-best = Keep best
button-keep-all = Keep all
button-next = Next
button-stop = Stop
not-yours = This button belongs to somebody else.
too-old = This button is too old. Ask again.

## What was done to a picture

done-cropped = cropped to { $share } %
done-mirrored = mirrored
done-flipped = flipped upside down
done-turned-180 = turned by 180°
done-turned-right = turned by { $degrees }° to the right
done-turned-left = turned by { $degrees }° to the left
done-angle = photographed at an angle
done-wider = stretched: { $share } % wider
done-taller = stretched: { $share } % taller
done-size = { $share } % of the size
done-fills = fills { $share } % of the photo
done-added = something added: { $where }
done-inside = inside something larger
done-inside-on = inside something larger, on { $share } % of it
done-caption = caption added: { $where }
done-border = border added
done-border-white = white border added
done-border-black = black border added
done-bars = bar added: { $where }
done-bars-white = white bar added: { $where }
done-bars-black = black bar added: { $where }
done-pixelated = pixelated
done-compressed = strongly compressed
done-inverted = inverted colours
done-gray = made black and white
done-colours = colours changed
done-colourful = more colourful
done-paler = paler
done-brighter = brighter
done-darker = darker
done-more-contrast = more contrast
done-less-contrast = less contrast
done-blurred = blurred
done-noisy = noisy
done-text = text over it
done-text-at = text over it: { $where }
done-covered = something covers { $share } % of it
done-covered-at = something covers { $share } % of it: { $where }
at-top = top
at-bottom = bottom
at-left = left
at-right = right
at-middle = middle

## What the library refuses

error-NotAnImage = This is not an image. Send a JPEG, PNG or WebP.
error-UnsupportedFormat = { $name } images cannot be read here. Send it as JPEG or PNG.
error-TooLarge = This image is too large ({ $size }; at most { $limit }). Send a smaller one.
error-TooNarrow = This image is too narrow ({ $size }) to see anything in it. Send another.
error-Damaged = This image is damaged and cannot be read. Send another copy.
error-TooLarge-clip = This clip is too large ({ $size }; at most { $limit }). Send a smaller one.
error-Damaged-clip = This clip is damaged and cannot be read. Send another copy.
error-NoPicture = There is no picture in this clip that can be read here. Send it as MP4.
error-Moving = This is a clip, not a picture. Send a picture of it as JPEG or PNG.
error-BadName = A picture cannot have this name: { $reason }.
error-NameTaken = There is a picture named { $name } already.
error-NamedByFile = { $name } has the name of its file. Rename the file, then /reindex.
error-BadNote = This caption or these tags cannot be kept: { $reason }.
error-UnknownName = There is no picture named { $name }.
error-TooPlain = { $name } has too little detail to be found again, so it was not added.
error-NoDecoder = No image can be looked at now ({ $reason }). Try again later.
error-QueueAway = The queue of the workers at { $where } cannot be used: { $reason }. What is done is kept; /reindex goes on from there.

## Admins

add-what = Reply to a photo with /add NAME #TAG, or send a photo or an album with that as its caption. Name and tags may be left out.
adding = Adding …
added-alone = There are more photos in that album, and I see only the one you replied to. Send the album with /add as its caption to add all.
added-all =
    { $count ->
        [one] Added { $done } of { $all }. The collection has { $count } picture.
       *[other] Added { $done } of { $all }. The collection has { $count } pictures.
    }
added =
    { $count ->
        [one] Added <b>{ $name }</b>. The collection has { $count } picture.
       *[other] Added <b>{ $name }</b>. The collection has { $count } pictures.
    }
remove-what = Which one? Write /remove NAME, or /remove in reply to a picture that I sent.
rename-what = Which one, and how? Write /rename OLD -> NEW, or /rename NEW in reply to a picture that I sent.
renamed = <b>{ $old }</b> is <b>{ $name }</b> now.
undo-nothing = There is nothing of yours that I can take back. I remember the last hundred changes, for a week.
undo-nothing-at-all = There is nothing that I can take back. I remember the last hundred changes, for a week.
undone-add = Taken back: <b>{ $name }</b> is not in the collection any more.
undone-remove = Taken back: <b>{ $name }</b> is in the collection again.
undone-rename = Taken back: <b>{ $name }</b> is <b>{ $old }</b> again.
undone-note = Taken back: what is written of <b>{ $name }</b> is as it was before.
removed = Removed <b>{ $name }</b>.
removed-stays = Removed <b>{ $name }</b>. Its file is still in the folder: delete it there too, or /reindex brings it back.
unknown = There is no picture named <b>{ $name }</b>.
duplicates =
    { $count ->
        [one] There is { $count } group of pictures that are the same, among { $all }.
       *[other] There are { $count } groups of pictures that are the same, among { $all }.
    }
duplicates-none = No two of { $all } pictures are the same, but for those that you wanted to keep.
duplicates-group = The same picture, { $number } of { $count }; the first is the best:
duplicates-more = shows more than the first
duplicates-best = Kept <b>{ $name }</b>, removed: { $names }.
duplicates-left = The others are not what they were, so they stay beside { $name }.
duplicates-stay = Files of the folder are still there: delete them, or /reindex brings them back.
duplicates-all = Kept all: { $names }. I will not ask about them again.
duplicates-next = Left as they are: { $names }.
duplicates-stopped = Stopped; the rest is as it was.
duplicates-over = That was the last.
barred = <b>{ $name }</b> is on a shelf that only the bot's admins change.
editor-whom = Whom? Write an id, as in /editor 12345, or reply to somebody. With off behind it they are no editor any more.
editor-on = <code>{ $id }</code> may add, rename and remove pictures: those on the shelf <code>uploads</code>, and in a group those of that group.
editor-off = <code>{ $id }</code> may not change pictures.
whom = Whom? Write an id, as in /allow 12345, or reply to somebody.
may-use = <code>{ $id }</code> may use the bot.
may-not-use = <code>{ $id }</code> may not use the bot.
no-ban = <code>{ $id }</code> is one of the bot's admins, whom nobody can ban.
all-may = (At present everybody may: ACCESS=open.)
indexing = Indexing …
indexing-counts = { $done } of { $total }, { $rate } a second
indexing-left = { $time } left
indexing-waiting = No worker has answered for { $time }
cancelling = Stopping …
reindex-what = Write /reindex, or /reindex check to be told only what it would do.
reindex-failed = The reindex failed; what was done is kept. See the log, then try again.
reindex-running = A reindex is running already.
reindex-drastic =
    { $count ->
        [one] The file of { $count } of { $all } pictures is gone; the reindex would take it out. Is the folder whole?
       *[other] The files of { $count } of { $all } pictures are gone; the reindex would take them out. Is the folder whole?
    }
comparing = Comparing …
difference = <b>What a reindex would do</b>
difference-none = <b>A reindex would change nothing.</b>
difference-added = { $count } to add
difference-changed = { $count } to look at anew
difference-gone = { $count } to take out
difference-broken = { $count } unreadable
difference-unchanged = { $count } unchanged
unreadable-none = Every file in the folder is a picture that can be found.
unreadable =
    { $count ->
        [one] { $count } file could not be indexed:
       *[other] { $count } files could not be indexed:
    }
unreadable-plain = too little detail
indexed = Done.
indexed-stopped = Stopped; what is done is kept.
indexed-counts =
    { $pictures ->
        [one] { $pictures } picture in the collection
       *[other] { $pictures } pictures in the collection
    }
    { $added } added
    { $changed } changed
    { $removed } removed
    { $unchanged } unchanged
    { $unreadable } unreadable
    { $plain } too plain
stats =
    { $pictures ->
        [one] <b>{ $pictures } picture</b>, { $descriptors } descriptors
       *[other] <b>{ $pictures } pictures</b>, { $descriptors } descriptors
    }
    { $unreadable } unreadable, { $plain } too plain
    { $megabytes } MB on disk
    engine: { $engine }
status-well = All is well.
status-deaf = No updates are coming in.
status-full = The disk cannot be written.
status-waiting = { $count } waiting, the oldest for { $time }
status-idle = nobody waits
status-lookups = lookups: { $minute } in the last minute, { $all } since the start
status-errors =
    { $count ->
        [0] no errors in the log
        [one] { $count } error in the log
       *[other] { $count } errors in the log
    }
status-pictures =
    { $count ->
        [one] { $count } picture, generation { $generation }
       *[other] { $count } pictures, generation { $generation }
    }
status-up = up { $time }
status-memory = { $megabytes } MB of memory
backup-running = A backup is being made already.
backing-up = Backing up …
backed-up = Backed up: { $megabytes } MB in <code>{ $path }</code>.
backed-up-sent = I have sent it to you, too. Keep it safe: it tells who uses the bot.
backed-up-unsent = I could not send it to you; copy it from there to a safe place.
given-up =
    { $count ->
        [one] A message could not be handled ({ $reason }). It is kept in inbox.sqlite under dead_letters, and the log says more.
       *[other] { $count } messages could not be handled ({ $reason }). They are kept in inbox.sqlite under dead_letters, and the log says more.
    }
given-up-told = Whoever asked was told.
given-up-untold = Senders who were not told: { $count }.
seconds = { $seconds } s
minutes = { $minutes } min
hours = { $hours } h { $minutes } min

## People

forget-privately = Send me /forget yourself, in our private chat.
forgotten =
    Done. What I knew of you is gone, also from the backups here. This chat is yours: delete it, and Telegram forgets it, too.
    If an admin had allowed you to ask me, they have to do so again.
language-which = Which language shall I speak?
language-set = I speak English now.
group-admins-only = Only this group's admins can do that.
privacy =
    <b>What I keep</b>
    Of a photo that you look up: nothing on disk. It is looked at here, on the machine I run on, and thrown away; no other service sees it. In memory, until I am restarted: its checksum and the answer, so that the same photo is answered at once; not whose it was.
    While you wait: your message, until it is answered. Then its number, for two days, so that you are not answered twice.
    Behind a button: who asked, and where Telegram has the photo; for a week.
    In a group that I watch for reposts: what each photo looks like to me (features; the photo cannot be made of them), who posted it, when and where; for as long as the group's admins chose, 30 days if they did not. /optout: your photos are left alone, and what I kept of them is deleted.
    Of a picture that you watch: its features, until you stop it with /watches.
    Of you: whether an admin allowed or banned you or made you an editor, and the language that you chose.
    Behind Not the same: the picture's name, and 64 bits by which I know the photo again; until you undo it.
    Pictures that admins and editors add stay until they remove them, with what was written of them and a link to the message. Who added or changed one is known for a week.
    /forget deletes what I know of you, also from the backups here.

## Shelves

shelves = <b>The shelves of the collection</b>; those with ● are looked up in from here:
shelf-used =
    { $count ->
        [one] ● { $name }: { $count } picture
       *[other] ● { $name }: { $count } pictures
    }
shelf-unused =
    { $count ->
        [one] ○ { $name }: { $count } picture
       *[other] ○ { $name }: { $count } pictures
    }
shelf-unknown = There is no shelf <b>{ $name }</b> here. /collections lists them.
shelf-empty = Nothing was added here yet, so I would find nothing. What an editor adds in this group with /add goes on its own shelf.
shelf-last = I have to look somewhere: this is the last shelf that is on. Turn another one on first.
use-what = Which ones? Write /use and the names of shelves, or /use all. /collections lists them.

## Command menus

menu-help = What I do
menu-find = In reply to a photo: look it up
menu-compare = A photo's caption, in reply to another: are they the same?
menu-collections = The shelves of the collection
menu-use = Which shelves I look photos up in here
menu-watch = In reply to a picture: tell me where it is posted
menu-watches = The pictures that I watch for you
menu-top = Who reposts most
menu-ignore = In reply to a photo: do not remark on it again
menu-settings = What I do in this group
menu-optout = Leave my photos alone
menu-language = The language I speak
menu-privacy = What I keep
menu-forget = Forget what I know of you
menu-reindex = Index the folder of pictures
menu-add = In reply to a photo: add it as NAME
menu-rename = Give a picture another name
menu-undo = Take back my last change
menu-remove = Remove the picture NAME
menu-stats = The collection in numbers
menu-unreadable = What could not be indexed, and why
menu-duplicates = Go through pictures that are the same
menu-status = How the bot is
menu-backup = Everything in one file
menu-editor = Let somebody add and remove pictures
menu-allow = Let somebody use the bot
menu-ban = Do not let somebody use the bot
