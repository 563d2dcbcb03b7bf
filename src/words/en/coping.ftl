coping-name = { $tool ->
    [delay] Wait fifteen minutes
    [surf] Ride the wave
    [tape] Play it forward
    [halt] Hungry, angry, lonely, tired
    [ground] Five senses
    [box] Box breathing
    [cold] Cold, move, breathe
    [list] Your reasons
    [reach] Reach somebody
    [leave] Change the place
    [thought] Answer the thought
    [overdose] If it may be an overdose
   *[withdrawal] Before you stop suddenly
}

coping-about = { $tool ->
    [delay] Urges rise and pass. You don't have to decide anything yet, only wait a little.
    [surf] An urge is like a wave. You don't have to fight it or follow it. You can watch it.
    [tape] An urge shows the first minute. Look at the rest of it too.
    [halt] Sometimes an urge is another need in disguise.
    [ground] When thoughts run, your senses can bring you back to the room.
    [box] Slow, even breathing tells the body that it can let go a little.
    [cold] For when a feeling is too big to think about: start with the body.
    [list] Your own words are stronger than mine.
    [reach] It is easier with somebody. A few words are enough.
    [leave] Sometimes the kindest thing is to be somewhere else.
    [thought] A thought can feel true and still be only a thought.
    [overdose] Opioids can stop somebody's breathing. If you are not sure, act as if it is an overdose.
   *[withdrawal] Stopping can be dangerous for the body, even when it is the right wish.
}

coping-step = **{ $number }.** { $text }
coping-list = What is going on? Pick one, or say it in your own words, like `/coping can't sleep`.
coping-item = { $name }: { $command }
coping-unknown = I don't have something for exactly that. One of these may fit.
coping-person = And any time: `/coping reach` for a person, `/crisis` for a help line.

coping-rate = When you are done: how strong is it now, from 0 to 10?
coping-rate-again = Before, it was { $before } out of 10. When you are done: how strong is it now, from 0 to 10?
coping-next = Something else: `/coping { $next }`. A person: `/coping reach`, or `/crisis` at any time.
coping-next-person = Something else: `/coping { $next }`. A help line: `/crisis`, at any time.

coping-lower = From { $before } to { $after }. You stayed with it.
coping-same = Still { $after }. You stayed with it, and that counts. Something else may fit better, or a person.
coping-higher = From { $before } to { $after }. A wave can rise before it falls, and you noticed. Something else may fit better, or a person.
coping-strong = You don't have to carry this one alone.

coping-delay-1 = Set a timer for 15 minutes. Until it rings, you decide nothing.
coping-delay-2 = Do one small thing now: a glass of water, a shower, a walk around the block, a call, a song, the dishes.
coping-delay-3 = When it rings, notice how strong the urge is.
coping-delay-4 = Still strong? Another 15 minutes, with another small thing. Then decide.

coping-surf-1 = Sit or stand comfortably. Where in your body is the urge: chest, stomach, hands, mouth?
coping-surf-2 = Stay with that place. Is it tight, warm, restless? There is nothing to change.
coping-surf-3 = Breathe slowly, and let the breath carry you as the wave rises.
coping-surf-4 = Each minute, give it a number from 0 to 10. Watch it climb, crest and fall.
coping-surf-5 = If your mind wanders off, come back to the next breath.

coping-tape-1 = Picture the first hour if you follow the urge. See all of it, the good part too.
coping-tape-2 = Now tonight. Where are you, and who is there?
coping-tape-3 = Tomorrow morning. How is your body? What is on your phone?
coping-tape-4 = Next week. What has changed?
coping-tape-5 = Now play the other one: you wait, and wake up tomorrow. How is that?

coping-halt-1 = Hungry? Eat something, even something small, and drink some water.
coping-halt-2 = Angry? Say what about, aloud or on paper. Then walk, or squeeze and let go.
coping-halt-3 = Lonely? Send one message. “Bad moment, can you talk?” is enough.
coping-halt-4 = Tired? Lie down for twenty minutes, or let one thing wait until tomorrow.
coping-halt-5 = Just one of them is enough for now.

coping-ground-1 = Name five things that you can see.
coping-ground-2 = Four that you can touch. Touch one of them.
coping-ground-3 = Three that you can hear, near or far.
coping-ground-4 = Two that you can smell, or two smells you like.
coping-ground-5 = One that you can taste. A sip of water will do.
coping-ground-6 = Feel your feet on the floor. You are here.

coping-box-1 = Breathe in through your nose while you count to 4.
coping-box-2 = Hold for 4.
coping-box-3 = Breathe out slowly for 4.
coping-box-4 = Hold for 4. That is one side of the box, four times around.
coping-box-note = If you get dizzy or the holds feel bad, leave them out: in for 4, out for 6.

coping-cold-1 = Hold cold water to your face or over your hands for half a minute.
coping-cold-2 = Move for a minute: stairs, jumping, fast walking, shaking your arms.
coping-cold-3 = Breathe out longer than you breathe in, ten times.
coping-cold-4 = Tighten your shoulders and fists for five seconds, then let go. Do it three times.
coping-cold-note = Leave out the cold and the fast moving if you have a heart condition or an eating disorder, or are pregnant, unless a doctor said it is fine. The breathing is for everyone.

coping-list-1 = Find something to write on: paper, or a note on your phone.
coping-list-2 = Write three things you want to keep or get back.
coping-list-3 = Write one person who would be glad if you waited, and let that person be you if you like.
coping-list-4 = Write one thing that is a little better than it was.
coping-list-5 = Read it aloud. Keep it where you can find it next time. I don't store it.

coping-reach-1 = Think of one person who is safe to talk to: a friend, a mentor, somebody from a meeting.
coping-reach-2 = Write or call. You can copy this: “I'm having a hard moment. Can you talk, or just keep me company for a bit?”
coping-reach-3 = Nobody answers? Try the next one, or see who is meeting soon: `/meetings next`.
coping-reach-4 = A help line has somebody too: `/crisis`, or `/resources find`.

coping-leave-1 = Stand up. You don't owe anyone a reason. “I need some air” is enough.
coping-leave-2 = Go somewhere else for 20 minutes: outside, a shop, a library, a friend's place.
coping-leave-3 = If you can, leave money and anything tempting with somebody, or out of reach.
coping-leave-4 = On the way, tell one person where you are going.
coping-leave-5 = After 20 minutes, see how it feels. You don't have to go back.

coping-thought-1 = Write the thought down, word for word. “This will never pass.”
coping-thought-2 = What speaks for it, and what against? Has it ever passed before?
coping-thought-3 = What would you say to a friend who thought it?
coping-thought-4 = Write a truer one. “This is very strong, and it will ease.”
coping-thought-5 = Read the second one aloud, slowly, twice.

coping-overdose-call = If somebody won't wake up or is not breathing well, call { $number } now.
coping-overdose-signs = Signs of an opioid overdose
coping-overdose-sign-wake = They won't wake up or answer.
coping-overdose-sign-breath = Breathing is slow, shallow or has stopped.
coping-overdose-sign-blue = Lips or nails are blue or grey.
coping-overdose-sign-sound = They gurgle, or snore heavily.
coping-overdose-sign-pupils = The pupils are as small as pinpoints.
coping-overdose-sign-skin = The skin is pale and clammy.
coping-overdose-steps = What to do
coping-overdose-1 = Shout and shake their shoulder. No answer? Rub your knuckles hard on their breastbone for 5 to 10 seconds.
coping-overdose-2 = Call { $number }. Say that somebody is not responding or not breathing, and where you are. If there are two of you, one calls while the other gets naloxone.
coping-overdose-3 = Give naloxone if you have it. For a nasal spray: lay them on their back, tilt the head back, put the nozzle fully into one nostril, and press. Don't test it first.
coping-overdose-4 = Not breathing? Give rescue breaths, one every 5 seconds, or CPR as the dispatcher tells you.
coping-overdose-5 = No response after 2 to 3 minutes? Give a second dose in the other nostril.
coping-overdose-6 = Breathing again? Roll them onto their side, and stay until help is there. Naloxone can wear off before the opioid does.
coping-overdose-harmless = Naloxone does no harm if no opioid was involved.
coping-overdose-law = Most US states have Good Samaritan laws for people who call for help in an overdose.
coping-overdose-more = Lines that know about overdoses: `/resources topic overdose`.

coping-tolerance = After a break, even of a few days, the body tolerates less. The amount that was usual before can stop somebody's breathing.
coping-withdrawal = After heavy daily drinking, or daily benzodiazepines, stopping suddenly can cause seizures and can be fatal. Please talk to a doctor or a clinic first. They can make it safer.
coping-withdrawal-emergency = A seizure, confusion, or seeing and hearing things that are not there is an emergency. Call { $number }.
coping-returned = Thank you for saying so. Using again happens to many people in recovery, and what you have learned on the way is still yours.
coping-returned-body = Please don't use alone. If somebody won't wake up or is not breathing well: `/coping overdose`. Before you stop suddenly: `/coping withdrawal`.
coping-returned-people = You don't have to carry it alone: `/coping reach` for somebody to talk to, `/meetings next` for the next meeting, `/crisis` for people at any hour.
coping-withdrawal-more = Where treatment is: `/resources topic treatment`.

coping-summary = Something for the next few minutes, by name or by what is going on.
coping-param-tool = A tool, or what is going on, in your own words.
coping-rated = { $now } out of 10, right now. I hold that number only for a moment and keep it nowhere. Tap again when you are done with the steps, and I'll show you both.
coping-rate-over = That was a while ago, so those buttons rest now. Whenever you like: `/coping`.
