### 机器人说的话。HTML 格式；空位填入已转义的文字。每种语言都有相同的条目。

help =
    给我发一张照片，我会在图库中找到它，即使它裁剪过、镜像过、加过文字，或是从书页上翻拍的。图片文件、贴纸、相册、GIF 和视频也可以。

    <b>在群组里</b>
    用 /find 或我的名字回复一张照片，或写在照片的说明文字里。相册里我只看得到那一张照片，除非我是管理员或隐私模式已关闭。
    在我没有加入的聊天里，用我的名字也能叫我。
    /settings（群组的管理员）：选择我在那里做什么，比如留意重复发布。

    <b>还有</b>
    /compare 写在一张照片的说明文字里，回复另一张照片：我来看它们是不是同一张。
    /watch 在我们的私聊中回复一张图片：它出现在您和我都在、而且由我留意的群组里时，我会告诉您。
    /language：我说您的语言。/privacy：我保存什么。/forget：让我忘记您。
looking = 正在查看…
failed = 我这边出了点问题，请再试一次。
refusal =
    这个机器人只回应管理员允许的人。请把您的 ID 告诉管理员：<code>{ $id }</code>
only-admins = 只有机器人的管理员才能这样做。
only-editors = 只有机器人的管理员和编辑者才能这样做。
no-pictures = 图库里还没有图片。管理员可以用 /reindex 建立索引。
enough = 一下子太多了。我每分钟最多看 { $most } 张照片，其余的请稍后再发。

## What came in

error-NotAPhoto = 我只看图。请发照片、图片文件或贴纸。
error-TooBig = 文件太大：Telegram 最多只给我 20 MB 的文件。请以照片形式发送。
error-TooBig-clip = 这个视频太大：Telegram 最多只给我 20 MB 的文件。请发短一点的，或发送其中的一帧。
find-what = 请用 /find 回复一张照片，或发一张说明文字为 /find 的照片。
guest-what = 请用我的名字回复一张照片，或发一张说明文字为我的名字的照片。
compare-what = 请回复一张照片，并发送另一张说明文字为 /compare 的照片。也可以把两张照片作为相册发送，并以 /compare 为说明文字。
preview = 它是动态的，所以我只看了预览图。

## The answer

same = 找到了。
maybe = 也许是这张，我不确定。
same-at = 找到了，在视频的 { $at } 处。
maybe-at = 可能是这张，在视频的 { $at } 处；我不确定。
none = 图库里没有这张照片。
plain = 这张照片细节太少，无法判断。请换一张细节更多的。
same-brief = 找到：
maybe-brief = 也许是：
same-brief-at = 找到了（视频 { $at } 处）：
maybe-brief-at = 可能是（视频 { $at } 处）：
row = { $said }，{ $item }
and-more = 另有 { $count } 张
comparison-same = 是同一张图片。
comparison-maybe = 也许是同一张，我不确定。
comparison-none = 不是同一张图片。
comparison-plain = 其中一张细节太少，无法判断。
comparison-yours = 您的照片就是另一张{ $done }
proven = 左边是您的照片，右边是照片里的图片。绿色是吻合的部分，连线连接对应的位置。
blinking = 先是您的照片与图片叠在一起，然后是两者的差异：差异越大越亮。
no-proof = 已经无法展示：照片或图片不在了，或者答案已经变了。
gone = 这张图片已不在图库中。
original-too-big = 这个文件超过了 Telegram 允许我发送的 50 MB。
nothing-more = 图库里没有其他与它相像的图片了。
more = 接下来是：
refused = 对这张照片，我不会再在这里显示 <b>{ $name }</b>。
thanks = 谢谢，我会从中学习。
accepted = 对这张照片，可以再次显示 <b>{ $name }</b>。
why =
    <b>原因</b>
    有 { $inliers } 个点的位置与图片一致，图片细节出现了 { $share }%：证据值 { $evidence }，达到 { $same } 才能确定。
    解码 { $decode } 毫秒，关键点 { $extract } 毫秒，搜索 { $search } 毫秒，几何验证 { $verify } 毫秒
why-nothing =
    <b>原因</b>
    图库里没有与它相像的图片。
    解码 { $decode } 毫秒，关键点 { $extract } 毫秒，搜索 { $search } 毫秒，几何验证 { $verify } 毫秒
why-article =
    <b>原因</b>
    按文章中的余弦值，这是最接近的：{ $value }；但它分不清相同与相似。
    解码 { $decode } 毫秒，向量 { $extract } 毫秒，矩阵 { $search } 毫秒

## Groups that are watched

seen-same-once = 👀 以前见过：{ $name }，{ $when }。
seen-same-often = 👀 以前见过：最初是 { $name }，{ $when }；最近是 { $last }，{ $again }。
seen-maybe-once = 👀 也许以前见过：{ $name }，{ $when }。
seen-maybe-often = 👀 也许以前见过：最初是 { $name }，{ $when }；最近是 { $last }，{ $again }。
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
top-nobody = 最近 30 天里，我没有看到有人重复发布。
top-off = 我没有留意这个群组里的重复发布。群组的管理员可用 /settings 打开。
top-people = 最近 30 天里谁重复发布最多
top-pictures = 什么被重复发布最多
this-picture = 这张图片
ignore-what = 请用 /ignore 回复一张照片，我就不再在这里提示那张图片。
ignored = 我不再在这里提示这张图片。再发一次 /ignore 可以撤销。
unignored = 我会重新提示这张图片。
opted-out = 从现在起，我在所有群组里都不再理会您的照片，之前保存的与它们有关的内容也已删除。/optin 可以撤销。
opted-in = 在管理员要我留意的群组里，我会重新留意您的照片。
opt-yourself = 请以您本人的身份发送。
in-groups-only = 这个要在群组里用。
watch-blind = 我在这里还看不到所有消息。请把我设为本群组的管理员，或在 @BotFather 处关闭隐私模式（/setprivacy），然后重新添加我。
welcome =
    您好。我能找出一张照片是我们图库里的哪张图片，还能留意重复发布。
    我在这个群组里该做什么？由群组的管理员选择；/settings 里有更多选项。
welcome-asked = 我在这里只在被问到时回答：用 /find 或我的名字回复一张照片。
welcome-watch = 我在这里留意重复发布，每次只静静地发一行字；被问到时也会回答。/settings 里有更多选项。
welcome-off = 我在这里只回答本群组的管理员。用 /settings 可以更改。
settings-in-groups = 这个要在群组里用：请在那里发送 /settings。
settings = <b>我在这个群组里做什么</b>
set-answers = 有人用 /find 或我的名字问我时：
set-answers-asked = 回答所有人
set-answers-never = 只回答管理员
set-watch = 重复发布的照片：
set-watch-off = 不理会
set-watch-on = 提示
set-remark = 怎样提示：
set-remark-line = 静静的一行字
set-remark-reaction = 一个表情回应
set-sure = 我要有多确定：
set-sure-same = 确定
set-sure-maybe = 也许就够
set-days = 我看到的内容保存多久：
set-days-30 = 30 天
set-days-7 = 7 天
set-days-90 = 90 天
set-days-365 = 一年
watch-privately = 请在我们的私聊中发给我。在群组里，是否由我留意，由群组的管理员用 /settings 选择。
watch-what = 请用 /watch 回复一张图片，或发一张说明文字为 /watch 的图片。
watching = 我会留意这张图片：它或它的一部分出现在您和我都在、而且由我留意的群组里时，我会告诉您。/watches 列出全部。
watch-enough = 您已经在留意 { $most } 张图片了。请用 /watches 停止其中一张。
watch-none = 您没有在留意任何图片。
watch-one = 我在留意这张图片。您是{ $when }要求的。
watch-stopped = 我不再留意它了。
watch-seen = 我在 { $chat } 看到了这张图片。

## Buttons

button-asked = 被问到时回答
button-watch = 静静留意
button-off = 关闭
button-shelves = 分库…
button-languages = 语言…
button-unwatch = 停止
button-proof = 证明
button-proof-of = 证明 { $number }
button-blink = 叠加对比
button-original = 原始文件
button-right = 正确
button-wrong = 不是同一张
button-undo = 撤销
button-more = 更多
button-why = 为什么
button-nearest = 显示最接近的
button-pictures = 显示图片
button-cancel = 取消
button-start = 开始
button-keep-best = 保留最好的
button-keep-all = 全部保留
button-next = 下一组
button-stop = 停止
not-yours = 这个按钮是给别人的。
too-old = 这个按钮已过期，请重新查询。

## What was done to a picture

done-cropped = 裁剪至 { $share }%
done-mirrored = 左右镜像
done-flipped = 上下翻转
done-turned-180 = 旋转 180°
done-turned-right = 向右旋转 { $degrees }°
done-turned-left = 向左旋转 { $degrees }°
done-angle = 斜着拍摄
done-wider = 拉伸：加宽 { $share }%
done-taller = 拉伸：加高 { $share }%
done-size = 大小为原来的 { $share }%
done-fills = 占照片的 { $share }%
done-added = 添加了内容：{ $where }
done-inside = 位于更大的画面中
done-inside-on = 位于更大的画面中，占其 { $share }%
done-caption = 添加了说明文字：{ $where }
done-border = 添加了边框
done-border-white = 添加了白色边框
done-border-black = 添加了黑色边框
done-bars = 添加了边条：{ $where }
done-bars-white = 添加了白色边条：{ $where }
done-bars-black = 添加了黑色边条：{ $where }
done-pixelated = 像素化
done-compressed = 高度压缩
done-inverted = 反色
done-gray = 变为黑白
done-colours = 颜色改变
done-colourful = 色彩更鲜艳
done-paler = 色彩更淡
done-brighter = 更亮
done-darker = 更暗
done-more-contrast = 对比度更高
done-less-contrast = 对比度更低
done-blurred = 模糊
done-noisy = 有噪点
done-text = 上面有文字
done-text-at = 上面有文字：{ $where }
done-covered = 有 { $share }% 被遮挡
done-covered-at = 有 { $share }% 被遮挡：{ $where }
at-top = 上方
at-bottom = 下方
at-left = 左侧
at-right = 右侧
at-middle = 中间

## What the library refuses

error-NotAnImage = 这不是图像。请发送 JPEG、PNG 或 WebP。
error-UnsupportedFormat = 这里无法读取 { $name } 图像。请以 JPEG 或 PNG 发送。
error-TooLarge = 图像太大（{ $size }；最大 { $limit }）。请发一张小一些的。
error-TooNarrow = 图像太窄（{ $size }），什么也看不出来。请换一张。
error-Damaged = 图像已损坏，无法读取。请发送另一个副本。
error-TooLarge-clip = 这个视频太大（{ $size }；最多 { $limit }）。请发小一点的。
error-Damaged-clip = 这个视频已损坏，无法读取。请发送另一个副本。
error-NoPicture = 这个视频里没有能在这里读取的图片。请以 MP4 发送。
error-Moving = 这是视频，不是图片。请以 JPEG 或 PNG 发送其中的一帧。
error-BadName = 图片不能用这个名称：{ $reason }。
error-NameTaken = 已经有名为 { $name } 的图片。
error-NamedByFile = { $name } 的名称就是它的文件名。请重命名文件，然后使用 /reindex。
error-BadNote = 无法保存这段说明文字或这些标签：{ $reason }。
error-UnknownName = 没有名为 { $name } 的图片。
error-TooPlain = { $name } 细节太少，以后无法找到，所以没有添加。
error-NoDecoder = 现在无法查看图像（{ $reason }）。请稍后再试。
error-QueueAway = 无法使用 { $where } 上的工作队列：{ $reason }。已完成的会保留；用 /reindex 继续。

## Admins

add-what = 请用 /add NAME #TAG 回复一张照片，或发一张以此为说明文字的照片或一个相册。名称和标签可以省略。
adding = 正在添加…
added-alone = 那个相册里还有别的照片，我只看得到您回复的那一张。要全部添加，请发送说明文字为 /add 的相册。
added-all =
    { $count ->
       *[other] 已添加 { $done } / { $all } 张。图库中有 { $count } 张图片。
    }
added =
    { $count ->
       *[other] 已添加 <b>{ $name }</b>。图库中有 { $count } 张图片。
    }
remove-what = 哪一张？请输入 /remove NAME，或用 /remove 回复我发出的图片。
rename-what = 哪一张，改成什么？请输入 /rename OLD -> NEW，或用 /rename NEW 回复我发出的图片。
renamed = <b>{ $old }</b> 现在名为 <b>{ $name }</b>。
undo-nothing = 没有我可以撤销的您的更改。我记得最近一百次更改，保存一周。
undo-nothing-at-all = 没有我可以撤销的更改。我记得最近一百次更改，保存一周。
undone-add = 已撤销：<b>{ $name }</b> 不再在图库中。
undone-remove = 已撤销：<b>{ $name }</b> 又回到了图库中。
undone-rename = 已撤销：<b>{ $name }</b> 又名为 <b>{ $old }</b>。
undone-note = 已撤销：<b>{ $name }</b> 的文字说明恢复了原样。
removed = 已移除 <b>{ $name }</b>。
removed-stays = 已移除 <b>{ $name }</b>。它的文件还在文件夹里：请一并删除，否则 /reindex 会把它加回来。
unknown = 没有名为 <b>{ $name }</b> 的图片。
duplicates =
    { $count ->
       *[other] { $all } 张图片中，有 { $count } 组是相同的图片。
    }
duplicates-none = { $all } 张图片中没有哪两张相同，您要保留的除外。
duplicates-group = 同一张图片，第 { $number } 组，共 { $count } 组；第一张最好：
duplicates-more = 画面内容比第一张多
duplicates-best = 已保留 <b>{ $name }</b>，已移除：{ $names }。
duplicates-left = 其余的已经和原来不同，所以与 { $name } 一起留着。
duplicates-stay = 文件夹里的文件还在：请删除，否则 /reindex 会把它们加回来。
duplicates-all = 已全部保留：{ $names }。我不会再问起它们。
duplicates-next = 保持原样：{ $names }。
duplicates-stopped = 已停止；其余的保持原样。
duplicates-over = 这是最后一组。
barred = <b>{ $name }</b> 所在的分库，只有机器人的管理员才能更改。
editor-whom = 谁？请输入 ID，例如 /editor 12345，或回复某人的消息。在后面加上 off，此人就不再是编辑者。
editor-on = <code>{ $id }</code> 可以添加、重命名和移除图片：分库 <code>uploads</code> 里的图片，在群组里则是该群组的图片。
editor-off = <code>{ $id }</code> 不可以更改图片。
whom = 谁？请输入 ID，例如 /allow 12345，或回复某人的消息。
may-use = <code>{ $id }</code> 可以使用这个机器人。
may-not-use = <code>{ $id }</code> 不可以使用这个机器人。
no-ban = <code>{ $id }</code> 是机器人的管理员，不能禁止管理员使用。
all-may = （目前所有人都可以使用：ACCESS=open。）
indexing = 正在建立索引…
indexing-counts = { $done } / { $total }，每秒 { $rate } 张
indexing-left = 剩余 { $time }
indexing-waiting = 已有 { $time } 没有工作进程应答
cancelling = 正在停止…
reindex-what = 请输入 /reindex；只想知道会有哪些变化，请输入 /reindex check。
reindex-failed = 重建索引失败；已完成的部分会保留。请查看日志，然后重试。
reindex-running = 已经在重建索引了。
reindex-drastic =
    { $count ->
       *[other] { $all } 张图片中有 { $count } 张的文件不见了；重建索引会把这些图片移除。文件夹完整吗？
    }
comparing = 正在比较…
difference = <b>重建索引会做什么</b>
difference-none = <b>重建索引不会改变任何东西。</b>
difference-added = 将添加 { $count } 张
difference-changed = 将重新查看 { $count } 张
difference-gone = 将移除 { $count } 张
difference-broken = 无法读取 { $count } 个
difference-unchanged = 未变 { $count } 张
unreadable-none = 文件夹里的每个文件都是可以找到的图片。
unreadable =
    { $count ->
       *[other] 有 { $count } 个文件无法建立索引：
    }
unreadable-plain = 细节太少
indexed = 完成。
indexed-stopped = 已停止；已完成的部分会保留。
indexed-counts =
    { $pictures ->
       *[other] 图库中有 { $pictures } 张图片
    }
    新增 { $added }
    更改 { $changed }
    移除 { $removed }
    未变 { $unchanged }
    无法读取 { $unreadable }
    细节太少 { $plain }
stats =
    { $pictures ->
       *[other] <b>{ $pictures } 张图片</b>，{ $descriptors } 个描述符
    }
    无法读取 { $unreadable }，细节太少 { $plain }
    占用磁盘 { $megabytes } MB
    引擎：{ $engine }
status-well = 一切正常。
status-deaf = 收不到 Telegram 发来的更新。
status-full = 磁盘无法写入。
status-waiting = { $count } 个在等待，最久的已等 { $time }
status-idle = 没有人在等待
status-lookups = 最近一分钟查找 { $minute } 次，启动以来共 { $all } 次
status-errors =
    { $count ->
        [0] 日志中没有错误
       *[other] 日志中有 { $count } 个错误
    }
status-pictures =
    { $count ->
       *[other] { $count } 张图片，第 { $generation } 代
    }
status-up = 已运行 { $time }
status-memory = 内存 { $megabytes } MB
backup-running = 已经在备份了。
backing-up = 正在备份…
backed-up = 备份完成：{ $megabytes } MB，位于 <code>{ $path }</code>。
backed-up-sent = 我也发给您了。请妥善保管：里面有谁在使用这个机器人。
backed-up-unsent = 没能发给您；请从那里把它复制到安全的地方。
given-up =
    { $count ->
       *[other] 有 { $count } 条消息无法处理（{ $reason }）。消息保存在 inbox.sqlite 的 dead_letters 中，详情见日志。
    }
given-up-told = 已告知发送者。
given-up-untold = 未告知的发送者：{ $count } 位。
seconds = { $seconds } 秒
minutes = { $minutes } 分钟
hours = { $hours } 小时 { $minutes } 分钟

## People

forget-privately = 请您本人在我们的私聊中给我发 /forget。
forgotten =
    好了。我所知道的关于您的一切都已删除，这里的备份中也是。这个聊天归您：删除它，Telegram 也会忘记。
    如果之前是管理员允许您使用我的，需要请他们再允许一次。
language-which = 我该说哪种语言？
language-set = 我现在说简体中文。
group-admins-only = 只有本群组的管理员才能这样做。
privacy =
    <b>我保存什么</b>
    您查找的照片：磁盘上什么也不保存。照片只在我所运行的这台机器上查看，随后丢弃；其他服务都看不到。在我重启之前，内存中会留有照片的校验和与答案，以便立即回答同一张照片；不记录是谁的照片。
    您等待期间：您的消息，直到得到回复。之后只留消息编号，保存两天，以免重复回复您。
    按钮背后：是谁查找的，以及照片在 Telegram 上的位置；保存一周。
    在由我留意重复发布的群组里：每张照片在我看来的样子（特征；无法由此还原照片），是谁、何时、在哪里发布的；保存期限由群组的管理员选择，没有选择则为 30 天。/optout：不再理会您的照片，之前保存的与它们有关的内容也会删除。
    您留意的图片：它的特征，直到您用 /watches 停止。
    关于您：管理员是否允许或禁止了您，或让您成为编辑者，以及您选择的语言。
    “不是同一张”背后：图片的名称，以及我用来再次认出那张照片的 64 个比特；直到您撤销。
    管理员和编辑者添加的图片会一直保留，直到他们移除；一起保留的还有图片的文字说明和消息的链接。是谁添加或更改的，保存一周。
    /forget 会删除我所知道的关于您的一切，这里的备份中也是。

## Shelves

shelves = <b>图库的各个分库</b>；在这里查找时会用到带 ● 的：
shelf-used =
    { $count ->
       *[other] ● { $name }：{ $count } 张图片
    }
shelf-unused =
    { $count ->
       *[other] ○ { $name }：{ $count } 张图片
    }
shelf-unknown = 这里没有名为 <b>{ $name }</b> 的分库。/collections 会列出所有分库。
shelf-empty = 这里还没有添加过图片，所以什么也找不到。编辑者在本群组用 /add 添加的图片会放进本群组自己的分库。
shelf-last = 总得有个地方可查：这是最后一个启用的分库。请先启用另一个。
use-what = 哪些？请输入 /use 和分库的名称，或输入 /use all。/collections 会列出所有分库。

## Command menus

menu-help = 我能做什么
menu-find = 回复照片：查找它
menu-compare = 回复照片时作为另一张的说明文字：是同一张吗？
menu-collections = 图库的各个分库
menu-use = 在这里查找照片时用哪些分库
menu-watch = 回复图片：告诉我它在哪里出现
menu-watches = 我为您留意的图片
menu-top = 谁重复发布最多
menu-ignore = 回复照片：不再提示它
menu-settings = 我在这个群组里做什么
menu-optout = 不要理会我的照片
menu-language = 我说的语言
menu-privacy = 我保存什么
menu-forget = 忘记我所知道的关于您的一切
menu-reindex = 为图片文件夹建立索引
menu-add = 回复照片：以 NAME 为名添加
menu-rename = 给图片改名
menu-undo = 撤销我的上一次更改
menu-remove = 移除图片 NAME
menu-stats = 图库的各项数字
menu-unreadable = 哪些文件无法建立索引，为什么
menu-duplicates = 逐组查看相同的图片
menu-status = 机器人的状态
menu-backup = 把一切存入一个文件
menu-editor = 允许某人添加和移除图片
menu-allow = 允许某人使用机器人
menu-ban = 禁止某人使用机器人
