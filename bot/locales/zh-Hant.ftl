### 機器人說的話。HTML 格式；空位填入已跳脫的文字。每種語言都有相同的條目。

help =
    傳一張照片給我，我會在圖庫中找到它，即使它裁切過、鏡像過、加過文字，或是從書頁上翻拍的。圖片檔、貼圖、相簿、GIF 和影片也可以。

    <b>在群組裡</b>
    用 /find 或我的名字回覆一張照片，或寫在照片的說明文字裡。相簿裡我只看得到那一張照片，除非我是管理員或隱私模式已關閉。
    在我沒有加入的聊天室裡，用我的名字也能叫我。
    /settings（群組的管理員）：選擇我在那裡做什麼，例如留意重複發布。

    <b>還有</b>
    /compare 寫在一張照片的說明文字裡，回覆另一張照片：我來看它們是不是同一張。
    /watch 在我們的私訊中回覆一張圖片：它出現在您和我都在、而且由我留意的群組裡時，我會告訴您。
    /language：我說您的語言。/privacy：我保存什麼。/forget：讓我忘記您。
looking = 正在查看…
failed = 我這邊出了點問題，請再試一次。
refusal =
    這個機器人只回應管理員允許的人。請把您的 ID 告訴管理員：<code>{ $id }</code>
only-admins = 只有機器人的管理員才能這麼做。
only-editors = 只有機器人的管理員和編輯者才能這麼做。
no-pictures = 圖庫裡還沒有圖片。管理員可以用 /reindex 建立索引。
enough = 一下子太多了。我每分鐘最多看 { $most } 張照片，其餘的請稍後再傳。

## What came in

error-NotAPhoto = 我只看圖。請傳照片、圖片檔或貼圖。
error-TooBig = 檔案太大：Telegram 最多只給我 20 MB 的檔案。請以照片形式傳送。
error-TooBig-clip = 這個影片太大：Telegram 最多只給我 20 MB 的檔案。請傳短一點的，或傳送其中的一格。
find-what = 請用 /find 回覆一張照片，或傳一張說明文字為 /find 的照片。
guest-what = 請用我的名字回覆一張照片，或傳一張說明文字為我的名字的照片。
compare-what = 請回覆一張照片，並傳送另一張說明文字為 /compare 的照片。也可以把兩張照片作為相簿傳送，並以 /compare 為說明文字。
preview = 它是動態的，所以我只看了預覽圖。

## The answer

same = 找到了。
maybe = 也許是這張，我不確定。
same-at = 找到了，在影片的 { $at } 處。
maybe-at = 可能是這張，在影片的 { $at } 處；我不確定。
none = 圖庫裡沒有這張照片。
plain = 這張照片細節太少，無法判斷。請換一張細節更多的。
same-brief = 找到：
maybe-brief = 也許是：
same-brief-at = 找到了（影片 { $at } 處）：
maybe-brief-at = 可能是（影片 { $at } 處）：
row = { $said }，{ $item }
and-more = 另有 { $count } 張
comparison-same = 是同一張圖片。
comparison-maybe = 也許是同一張，我不確定。
comparison-none = 不是同一張圖片。
comparison-plain = 其中一張細節太少，無法判斷。
comparison-yours = 您的照片就是另一張{ $done }
proven = 左邊是您的照片，右邊是照片裡的圖片。綠色是吻合的部分，連線連接對應的位置。
blinking = 先是您的照片與圖片疊在一起，然後是兩者的差異：差異越大越亮。
no-proof = 已經無法顯示：照片或圖片不在了，或者答案已經變了。
gone = 這張圖片已不在圖庫中。
original-too-big = 這個檔案超過了 Telegram 允許我傳送的 50 MB。
nothing-more = 圖庫裡沒有其他與它相像的圖片了。
more = 接下來是：
refused = 對這張照片，我不會再在這裡顯示 <b>{ $name }</b>。
thanks = 謝謝，我會從中學習。
accepted = 對這張照片，可以再次顯示 <b>{ $name }</b>。
why =
    <b>原因</b>
    有 { $inliers } 個點的位置與圖片一致，圖片細節出現了 { $share }%：證據值 { $evidence }，達到 { $same } 才能確定。
    解碼 { $decode } 毫秒，關鍵點 { $extract } 毫秒，搜尋 { $search } 毫秒，幾何驗證 { $verify } 毫秒
why-nothing =
    <b>原因</b>
    圖庫裡沒有與它相像的圖片。
    解碼 { $decode } 毫秒，關鍵點 { $extract } 毫秒，搜尋 { $search } 毫秒，幾何驗證 { $verify } 毫秒
why-article =
    <b>原因</b>
    依文章中的餘弦值，這是最接近的：{ $value }；但它分不清相同與相似。
    解碼 { $decode } 毫秒，向量 { $extract } 毫秒，矩陣 { $search } 毫秒

## Groups that are watched

seen-same-once = 👀 以前看過：{ $name }，{ $when }。
seen-same-often = 👀 以前看過：最初是 { $name }，{ $when }；最近是 { $last }，{ $again }。
seen-maybe-once = 👀 也許以前看過：{ $name }，{ $when }。
seen-maybe-often = 👀 也許以前看過：最初是 { $name }，{ $when }；最近是 { $last }，{ $again }。
somebody = 某人
ago = { $time }前
days-ago =
    { $count ->
       *[other] { $count } 天前
    }
times =
    { $count ->
       *[other] { $count } 次
    }
top-nobody = 最近 30 天裡，我沒有看到有人重複發布。
top-off = 我沒有留意這個群組裡的重複發布。群組的管理員可用 /settings 開啟。
top-people = 最近 30 天裡誰重複發布最多
top-pictures = 什麼被重複發布最多
this-picture = 這張圖片
ignore-what = 請用 /ignore 回覆一張照片，我就不再在這裡提示那張圖片。
ignored = 我不再在這裡提示這張圖片。再傳一次 /ignore 可以復原。
unignored = 我會重新提示這張圖片。
opted-out = 從現在起，我在所有群組裡都不再理會您的照片，之前保存的與它們有關的內容也已刪除。/optin 可以復原。
opted-in = 在管理員要我留意的群組裡，我會重新留意您的照片。
opt-yourself = 請以您本人的身分傳送。
in-groups-only = 這個要在群組裡用。
watch-blind = 我在這裡還看不到所有訊息。請把我設為本群組的管理員，或在 @BotFather 處關閉隱私模式（/setprivacy），然後重新加入我。
welcome =
    您好。我能找出一張照片是我們圖庫裡的哪張圖片，還能留意重複發布。
    我在這個群組裡該做什麼？由群組的管理員選擇；/settings 裡有更多選項。
welcome-asked = 我在這裡只在被問到時回答：用 /find 或我的名字回覆一張照片。
welcome-watch = 我在這裡留意重複發布，每次只靜靜地傳一行字；被問到時也會回答。/settings 裡有更多選項。
welcome-off = 我在這裡只回答本群組的管理員。用 /settings 可以變更。
settings-in-groups = 這個要在群組裡用：請在那裡傳送 /settings。
settings = <b>我在這個群組裡做什麼</b>
set-answers = 有人用 /find 或我的名字問我時：
set-answers-asked = 回答所有人
set-answers-never = 只回答管理員
set-watch = 重複發布的照片：
set-watch-off = 不理會
set-watch-on = 提示
set-remark = 怎樣提示：
set-remark-line = 靜靜的一行字
set-remark-reaction = 一個表情回應
set-sure = 我要有多確定：
set-sure-same = 確定
set-sure-maybe = 也許就夠
set-days = 我看到的內容保存多久：
set-days-30 = 30 天
set-days-7 = 7 天
set-days-90 = 90 天
set-days-365 = 一年
watch-privately = 請在我們的私訊中傳給我。在群組裡，是否由我留意，由群組的管理員用 /settings 選擇。
watch-what = 請用 /watch 回覆一張圖片，或傳一張說明文字為 /watch 的圖片。
watching = 我會留意這張圖片：它或它的一部分出現在您和我都在、而且由我留意的群組裡時，我會告訴您。/watches 列出全部。
watch-enough = 您已經在留意 { $most } 張圖片了。請用 /watches 停止其中一張。
watch-none = 您沒有在留意任何圖片。
watch-one = 我在留意這張圖片。您是{ $when }要求的。
watch-stopped = 我不再留意它了。
watch-seen = 我在 { $chat } 看到了這張圖片。

## Buttons

button-asked = 被問到時回答
button-watch = 靜靜留意
button-off = 關閉
button-shelves = 分庫…
button-languages = 語言…
button-unwatch = 停止
button-proof = 證明
button-proof-of = 證明 { $number }
button-blink = 疊加對比
button-original = 原始檔案
button-right = 正確
button-wrong = 不是同一張
button-undo = 復原
button-more = 更多
button-why = 為什麼
button-nearest = 顯示最接近的
button-pictures = 顯示圖片
button-cancel = 取消
button-start = 開始
button-keep-best = 保留最好的
button-keep-all = 全部保留
button-next = 下一組
button-stop = 停止
not-yours = 這個按鈕是給別人的。
too-old = 這個按鈕已過期，請重新查詢。

## What was done to a picture

done-cropped = 裁切至 { $share }%
done-mirrored = 左右鏡像
done-flipped = 上下翻轉
done-turned-180 = 旋轉 180°
done-turned-right = 向右旋轉 { $degrees }°
done-turned-left = 向左旋轉 { $degrees }°
done-angle = 斜著拍攝
done-wider = 拉伸：加寬 { $share }%
done-taller = 拉伸：加高 { $share }%
done-size = 大小為原來的 { $share }%
done-fills = 佔照片的 { $share }%
done-added = 加了內容：{ $where }
done-inside = 位於更大的畫面中
done-inside-on = 位於更大的畫面中，佔其 { $share }%
done-caption = 加了說明文字：{ $where }
done-border = 加了邊框
done-border-white = 加了白色邊框
done-border-black = 加了黑色邊框
done-bars = 加了邊條：{ $where }
done-bars-white = 加了白色邊條：{ $where }
done-bars-black = 加了黑色邊條：{ $where }
done-pixelated = 像素化
done-compressed = 高度壓縮
done-inverted = 負片色彩
done-gray = 變為黑白
done-colours = 顏色改變
done-colourful = 色彩更鮮豔
done-paler = 色彩更淡
done-brighter = 更亮
done-darker = 更暗
done-more-contrast = 對比更高
done-less-contrast = 對比更低
done-blurred = 模糊
done-noisy = 有雜訊
done-text = 上面有文字
done-text-at = 上面有文字：{ $where }
done-covered = 有 { $share }% 被遮住
done-covered-at = 有 { $share }% 被遮住：{ $where }
at-top = 上方
at-bottom = 下方
at-left = 左側
at-right = 右側
at-middle = 中間

## What the library refuses

error-NotAnImage = 這不是影像檔。請傳送 JPEG、PNG 或 WebP。
error-UnsupportedFormat = 這裡無法讀取 { $name } 影像檔。請以 JPEG 或 PNG 傳送。
error-TooLarge = 影像太大（{ $size }；最大 { $limit }）。請傳一張小一點的。
error-TooNarrow = 影像太窄（{ $size }），什麼也看不出來。請換一張。
error-Damaged = 影像已損毀，無法讀取。請傳送另一個副本。
error-TooLarge-clip = 這個影片太大（{ $size }；最多 { $limit }）。請傳小一點的。
error-Damaged-clip = 這個影片已損壞，無法讀取。請傳送另一個副本。
error-NoPicture = 這個影片裡沒有能在這裡讀取的圖片。請以 MP4 傳送。
error-Moving = 這是影片，不是圖片。請以 JPEG 或 PNG 傳送其中的一格。
error-BadName = 圖片不能用這個名稱：{ $reason }。
error-NameTaken = 已經有名為 { $name } 的圖片。
error-NamedByFile = { $name } 的名稱就是它的檔名。請重新命名檔案，然後使用 /reindex。
error-BadNote = 無法保存這段說明文字或這些標籤：{ $reason }。
error-UnknownName = 沒有名為 { $name } 的圖片。
error-TooPlain = { $name } 細節太少，以後無法找到，所以沒有加入。
error-NoDecoder = 現在無法查看影像（{ $reason }）。請稍後再試。
error-QueueAway = 無法使用 { $where } 上的工作佇列：{ $reason }。已完成的會保留；用 /reindex 繼續。

## Admins

add-what = 請用 /add NAME #TAG 回覆一張照片，或傳一張以此為說明文字的照片或一個相簿。名稱和標籤可以省略。
adding = 正在加入…
added-alone = 那個相簿裡還有別的照片，我只看得到您回覆的那一張。要全部加入，請傳送說明文字為 /add 的相簿。
added-all =
    { $count ->
       *[other] 已加入 { $done } / { $all } 張。圖庫中有 { $count } 張圖片。
    }
added =
    { $count ->
       *[other] 已加入 <b>{ $name }</b>。圖庫中有 { $count } 張圖片。
    }
remove-what = 哪一張？請輸入 /remove NAME，或用 /remove 回覆我傳送的圖片。
rename-what = 哪一張，改成什麼？請輸入 /rename OLD -> NEW，或用 /rename NEW 回覆我傳送的圖片。
renamed = <b>{ $old }</b> 現在名為 <b>{ $name }</b>。
undo-nothing = 沒有我可以復原的您的變更。我記得最近一百次變更，保存一週。
undo-nothing-at-all = 沒有我可以復原的變更。我記得最近一百次變更，保存一週。
undone-add = 已復原：<b>{ $name }</b> 不再在圖庫中。
undone-remove = 已復原：<b>{ $name }</b> 又回到了圖庫中。
undone-rename = 已復原：<b>{ $name }</b> 又名為 <b>{ $old }</b>。
undone-note = 已復原：<b>{ $name }</b> 的文字說明恢復了原樣。
removed = 已移除 <b>{ $name }</b>。
removed-stays = 已移除 <b>{ $name }</b>。它的檔案還在資料夾裡：請一併刪除，否則 /reindex 會把它加回來。
unknown = 沒有名為 <b>{ $name }</b> 的圖片。
duplicates =
    { $count ->
       *[other] { $all } 張圖片中，有 { $count } 組是相同的圖片。
    }
duplicates-none = { $all } 張圖片中沒有哪兩張相同，您要保留的除外。
duplicates-group = 同一張圖片，第 { $number } 組，共 { $count } 組；第一張最好：
duplicates-more = 畫面內容比第一張多
duplicates-best = 已保留 <b>{ $name }</b>，已移除：{ $names }。
duplicates-left = 其餘的已經和原來不同，所以與 { $name } 一起留著。
duplicates-stay = 資料夾裡的檔案還在：請刪除，否則 /reindex 會把它們加回來。
duplicates-all = 已全部保留：{ $names }。我不會再問起它們。
duplicates-next = 保持原樣：{ $names }。
duplicates-stopped = 已停止；其餘的保持原樣。
duplicates-over = 這是最後一組。
barred = <b>{ $name }</b> 所在的分庫，只有機器人的管理員才能變更。
editor-whom = 誰？請輸入 ID，例如 /editor 12345，或回覆某人的訊息。在後面加上 off，此人就不再是編輯者。
editor-on = <code>{ $id }</code> 可以加入、重新命名和移除圖片：分庫 <code>uploads</code> 裡的圖片，在群組裡則是該群組的圖片。
editor-off = <code>{ $id }</code> 不可以變更圖片。
whom = 誰？請輸入 ID，例如 /allow 12345，或回覆某人的訊息。
may-use = <code>{ $id }</code> 可以使用這個機器人。
may-not-use = <code>{ $id }</code> 不可以使用這個機器人。
no-ban = <code>{ $id }</code> 是機器人的管理員，不能禁止管理員使用。
all-may = （目前所有人都可以使用：ACCESS=open。）
indexing = 正在建立索引…
indexing-counts = { $done } / { $total }，每秒 { $rate } 張
indexing-left = 剩餘 { $time }
indexing-waiting = 已有 { $time } 沒有工作行程回應
cancelling = 正在停止…
reindex-what = 請輸入 /reindex；只想知道會有哪些變化，請輸入 /reindex check。
reindex-failed = 重建索引失敗；已完成的部分會保留。請查看記錄檔，然後再試一次。
reindex-running = 已經在重建索引了。
reindex-drastic =
    { $count ->
       *[other] { $all } 張圖片中有 { $count } 張的檔案不見了；重建索引會把這些圖片移除。資料夾完整嗎？
    }
comparing = 正在比較…
difference = <b>重建索引會做什麼</b>
difference-none = <b>重建索引不會改變任何東西。</b>
difference-added = 將加入 { $count } 張
difference-changed = 將重新查看 { $count } 張
difference-gone = 將移除 { $count } 張
difference-broken = 無法讀取 { $count } 個
difference-unchanged = 未變 { $count } 張
unreadable-none = 資料夾裡的每個檔案都是可以找到的圖片。
unreadable =
    { $count ->
       *[other] 有 { $count } 個檔案無法建立索引：
    }
unreadable-plain = 細節太少
indexed = 完成。
indexed-stopped = 已停止；已完成的部分會保留。
indexed-counts =
    { $pictures ->
       *[other] 圖庫中有 { $pictures } 張圖片
    }
    新增 { $added }
    變更 { $changed }
    移除 { $removed }
    未變 { $unchanged }
    無法讀取 { $unreadable }
    細節太少 { $plain }
stats =
    { $pictures ->
       *[other] <b>{ $pictures } 張圖片</b>，{ $descriptors } 個描述子
    }
    無法讀取 { $unreadable }，細節太少 { $plain }
    佔用磁碟 { $megabytes } MB
    引擎：{ $engine }
status-well = 一切正常。
status-deaf = 收不到 Telegram 傳來的更新。
status-full = 磁碟無法寫入。
status-waiting = { $count } 個在等待，最久的已等 { $time }
status-idle = 沒有人在等待
status-lookups = 最近一分鐘查找 { $minute } 次，啟動以來共 { $all } 次
status-errors =
    { $count ->
        [0] 記錄檔中沒有錯誤
       *[other] 記錄檔中有 { $count } 個錯誤
    }
status-pictures =
    { $count ->
       *[other] { $count } 張圖片，第 { $generation } 代
    }
status-up = 已執行 { $time }
status-memory = 記憶體 { $megabytes } MB
backup-running = 已經在備份了。
backing-up = 正在備份…
backed-up = 備份完成：{ $megabytes } MB，位於 <code>{ $path }</code>。
backed-up-sent = 我也傳給您了。請妥善保管：裡面有誰在使用這個機器人。
backed-up-unsent = 沒能傳給您；請從那裡把它複製到安全的地方。
given-up =
    { $count ->
       *[other] 有 { $count } 則訊息無法處理（{ $reason }）。訊息保存在 inbox.sqlite 的 dead_letters 中，詳情請見記錄檔。
    }
given-up-told = 已告知傳送者。
given-up-untold = 未告知的傳送者：{ $count } 位。
seconds = { $seconds } 秒
minutes = { $minutes } 分鐘
hours = { $hours } 小時 { $minutes } 分鐘

## People

forget-privately = 請您本人在我們的私訊中傳 /forget 給我。
forgotten =
    好了。我所知道關於您的一切都已刪除，這裡的備份中也是。這個聊天室歸您：刪除它，Telegram 也會忘記。
    如果之前是管理員允許您使用我的，需要請他們再允許一次。
language-which = 我該說哪種語言？
language-set = 我現在說繁體中文。
group-admins-only = 只有本群組的管理員才能這麼做。
privacy =
    <b>我保存什麼</b>
    您查找的照片：磁碟上什麼也不保存。照片只在我所執行的這台機器上查看，隨後丟棄；其他服務都看不到。在我重新啟動之前，記憶體中會留有照片的校驗和與答案，以便立即回答同一張照片；不記錄是誰的照片。
    您等待期間：您的訊息，直到得到回覆。之後只留訊息編號，保存兩天，以免重複回覆您。
    按鈕背後：是誰查找的，以及照片在 Telegram 上的位置；保存一週。
    在由我留意重複發布的群組裡：每張照片在我看來的樣子（特徵；無法由此還原照片），是誰、何時、在哪裡發布的；保存期限由群組的管理員選擇，沒有選擇則為 30 天。/optout：不再理會您的照片，之前保存的與它們有關的內容也會刪除。
    您留意的圖片：它的特徵，直到您用 /watches 停止。
    關於您：管理員是否允許或封鎖了您，或讓您成為編輯者，以及您選擇的語言。
    「不是同一張」背後：圖片的名稱，以及我用來再次認出那張照片的 64 個位元；直到您復原。
    管理員和編輯者加入的圖片會一直保留，直到他們移除；一起保留的還有圖片的文字說明和訊息的連結。是誰加入或變更的，保存一週。
    /forget 會刪除我所知道關於您的一切，這裡的備份中也是。

## Shelves

shelves = <b>圖庫的各個分庫</b>；在這裡查找時會用到帶 ● 的：
shelf-used =
    { $count ->
       *[other] ● { $name }：{ $count } 張圖片
    }
shelf-unused =
    { $count ->
       *[other] ○ { $name }：{ $count } 張圖片
    }
shelf-unknown = 這裡沒有名為 <b>{ $name }</b> 的分庫。/collections 會列出所有分庫。
shelf-empty = 這裡還沒有加入過圖片，所以什麼也找不到。編輯者在本群組用 /add 加入的圖片會放進本群組自己的分庫。
shelf-last = 總得有個地方可查：這是最後一個啟用的分庫。請先啟用另一個。
use-what = 哪些？請輸入 /use 和分庫的名稱，或輸入 /use all。/collections 會列出所有分庫。

## Command menus

menu-help = 我能做什麼
menu-find = 回覆照片：查找它
menu-compare = 回覆照片時作為另一張的說明文字：是同一張嗎？
menu-collections = 圖庫的各個分庫
menu-use = 在這裡查找照片時用哪些分庫
menu-watch = 回覆圖片：告訴我它在哪裡出現
menu-watches = 我為您留意的圖片
menu-top = 誰重複發布最多
menu-ignore = 回覆照片：不再提示它
menu-settings = 我在這個群組裡做什麼
menu-optout = 不要理會我的照片
menu-language = 我說的語言
menu-privacy = 我保存什麼
menu-forget = 忘記我所知道關於您的一切
menu-reindex = 為圖片資料夾建立索引
menu-add = 回覆照片：以 NAME 為名加入
menu-rename = 為圖片改名
menu-undo = 復原我的上一次變更
menu-remove = 移除圖片 NAME
menu-stats = 圖庫的各項數字
menu-unreadable = 哪些檔案無法建立索引，為什麼
menu-duplicates = 逐組查看相同的圖片
menu-status = 機器人的狀態
menu-backup = 把一切存入一個檔案
menu-editor = 允許某人加入和移除圖片
menu-allow = 允許某人使用機器人
menu-ban = 禁止某人使用機器人
