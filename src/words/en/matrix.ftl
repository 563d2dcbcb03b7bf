# What is said on Matrix alone: how to answer where there are no buttons.
matrix-tap = Tap a number below, or type it.
matrix-tap-one = Tap { $sign } below, or type { $number }.
matrix-vote = Vote below, or type the number of your answer.
matrix-type = To answer, type its number.
matrix-type-one = To choose it, type { $number }.
matrix-scale = To answer, type a number from { $lowest } to { $highest }.
matrix-scale-vote = Vote below, or type a number from { $lowest } to { $highest }.
matrix-form = To answer, type what fits, for example: { $example }
matrix-field = { $name } – { $question }
matrix-privately = Tap { $sign } below or type { $command }, and I'll ask you in a direct message, where nobody else reads along.
matrix-privately-none = There is no open question in this room.
matrix-poll-over = This question is closed.
matrix-answered = I've answered you in a direct message.
matrix-answered-invited = I've answered you in a direct message. To read it, accept my invitation to talk.
matrix-long = This is long, so all of it is in the file below.
matrix-long-file = The whole answer as text
