/**
 * The most common passwords in published breaches, which attackers try first. In lower case, and
 * only those of at least 8 characters, because shorter ones are rejected anyway.
 */
const list = `
12345678 123456789 1234567890 12345678910 123456789a 123456789q 1234567891 12345679 123456781
123456780 123456788 1234567899 12344321 12345678a 1234567a 1234567q 12345qwert 1234qwer 123qweasd
123qweasdzxc 123qwe123 123abc123 123123123 123123123a 12312312 123321123 1233211234567 123654789
123456123 123456123456 12341234 1234554321 12345654321 123454321 12121212 1212121212 11111111
111111111 1111111111 111111111111 11112222 11223344 1122334455 112233445566 111222333 111222333444
147258369 147852369 1478963250 159357159 159753159 159951159 159357456 159753456 135792468
13579246810 1357924680 987654321 9876543210 987654321a 98765432 87654321 876543210 88888888
888888888 8888888888 88888888888 99999999 999999999 9999999999 99998888 66666666 666666666
6666666666 55555555 555555555 5555555555 77777777 777777777 7777777777 44444444 33333333 22222222
222222222 2222222222 00000000 000000000 0000000000 01234567 0123456789 012345678 01020304 0102030405
0987654321 098765432 09876543 10203040 1020304050 102030405060 100200300 101010101 10101010
1010101010 121212121 20202020 20102010 20112011 20122012 20202021 19871987 19881988 19891989
19901990 19911991 19921992 21212121 23232323 25252525 31415926 3141592653 36925814 36985214
369258147 741852963 789456123 7894561230 789654123 963852741 951753852 456123789 741258963 852456852
85208520 78945612 77889900 11235813 1123581321 14789632 147896325 314159265 a12345678 a123456789
a1234567 a1b2c3d4 a1b2c3d4e5 a1s2d3f4 a1s2d3f4g5 aa123456 aa12345678 aa123456789 aaa11111 aaaaaaaa
aaaaaaaaa aaaaaaaaaa aaaa1111 abc12345 abc123456 abc1234567 abc12345678 abc123abc abcd1234 abcd12345
abcd123456 abcde12345 abcdefgh abcdefghi abcdefghij abcdefg1 abcdefg123 abcabcabc abcd4321 abcdabcd
asd12345 asd123456 asd123asd asdasd123 asdasdasd asdf1234 asdf12345 asdfasdf asdfasdfasdf asdfghjk
asdfghjkl asdfghjkl1 asdfghjkl123 asdfgh123 asdfg12345 asdfqwer asdf;lkj asd123qwe 1a2b3c4d
1a2b3c4d5e 1q1q1q1q 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx 1qaz2wsx3edc
1qaz@wsx 1qazxsw2 1qaz1qaz 1qazzaq1 2wsx3edc 2wsxzaq1 3edc4rfv 1234abcd 12345abc 12345abcd 123456ab
123456abc 123456aa 123456as 123456qw 123456qwe 123456qwerty 1234567qwerty 12qwaszx 123qwe456
12345qwe 1234asdf 123asdasd 123asd123 1password 123password 1234password 123456password password
password1 password2 password3 password4 password5 password7 password8 password9 password0 password01
password10 password11 password12 password13 password99 password00 password123 password1234
password12345 password123456 password1! password12! password123! password! password!! password?
password. password@ password@1 password@12 password@123 password#1 passwordpassword passwords
password_ passw0rd passw0rd1 passw0rd! passw0rd123 p@ssw0rd p@ssw0rd1 p@ssw0rd! p@ssw0rd12
p@ssw0rd123 p@ssw0rd1234 p@ssword p@ssword1 p@ssword123 p@ssword! pa$$w0rd pa$$w0rd1 pa$$word
pa$$word1 pa55word pa55w0rd p455w0rd p4ssw0rd p4ssword passwort passwort1 passwort123 passport1
passwd123 passpass pass1234 pass12345 pass123456 pass123word pass@123 pass@1234 pass@word1
passer2009 motdepasse contrasena contraseña senha123 senha1234 wachtwoord wachtwoord1 hasło123
parola123 parolamea salasana changeme changeme1 changeme123 changeme! changeit changepassword
newpassword newpass123 mypassword mypassword1 yourpassword nopassword secret123 secret1234 topsecret
topsecret1 secretpassword letmein1 letmein12 letmein123 letmein! letmeinnow welcome1 welcome2
welcome3 welcome12 welcome123 welcome1234 welcome01 welcome! welcome1! welcome@1 welcome@123
welcome2020 welcome2021 welcome2022 welcome2023 welcome2024 welcome2025 welcome2026 willkommen
bienvenue bienvenido welkom01 welkom123 admin123 admin1234 admin12345 admin123456 admin@123
admin@1234 admin@12 adminadmin admin888 admin2020 admin2021 admin2022 admin2023 admin2024 admin2025
administrator administrator1 administrador root1234 root12345 rootroot toor1234 default1 default123
temp1234 temp12345 temp@123 temporary temporary1 guest123 guest1234 guestguest user1234 user12345
username username1 test1234 test12345 test123456 test@123 test@1234 testtest testtest1 testing1
testing12 testing123 testpass testpassword tester123 demo1234 example1 sample123 master123
master1234 superuser supervisor support1 support123 manager1 manager123 operator internet internet1
computer computer1 computer12 computer123 qwertyui qwertyuio qwertyuiop qwertyuiop1 qwertyuiop123
qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwerty1! qwerty11 qwerty99 qwerty00 qwerty01
qwerty77 qwerty13 qwerty10 qwerty789 qwerty321 qwertyqwerty qwertzui qwertzuiop qwertz123 qwert123
qwert1234 qwert12345 qwertasdfg qwerasdf qwerasdfzxcv qwer1234 qwer12345 qwer123456 qwerqwer
qweasdzx qweasdzxc qweasd123 qweqwe123 qweqweqwe qwe123456 qwe12345 qwe123qwe qwe123asd qwaszx12
qazwsx12 qazwsx123 qazwsx1234 qazwsxed qazwsxedc qazwsxedc123 qazwsxedcrfv qazxsw21 qaz123wsx
qazqazqaz q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 q12345678 q123456789 q1q1q1q1 azerty12 azerty123
azerty1234 azertyui azertyuiop zxcvbnm1 zxcvbnm12 zxcvbnm123 zxcvbnm, zxcvbnm,. zxcvbnm,./ zxcvzxcv
zxcvb12345 zxcv1234 zxc12345 zxc123456 zxczxczxc zaq12wsx zaq1zaq1 zaq1xsw2 zaq1@wsx zaqwsxcde
!qaz2wsx !qaz@wsx !@#$%^&* !@#$%^&*( !@#$%^&*() !q2w3e4r poiuytrewq poiuytre lkjhgfdsa mnbvcxz1
mnbvcxza 0okm9ijn 9ijn8uhb iloveyou iloveyou1 iloveyou2 iloveyou3 iloveyou12 iloveyou123 iloveyou!
iloveu123 iloveme1 iloveme2 ilovegod ilovejesus ilovehim iloveher ilovemymom ilovemom1 ilovemyself
iloveyouu iloveyousomuch ilove123 love1234 love12345 love123456 lovelove lovelove1 loveyou1 loveyou2
loveyou123 loveme123 lovely123 lover123 loverboy lovergirl loverboy1 lovehate lovelife mylove123
myspace1 myspace123 mynameis tequiero teamomucho jetaime1 teamo123 amoremio tiamo123 princess
princess1 princess2 princess12 princess123 princesa prinzessin princessa sunshine sunshine1
sunshine2 sunshine12 sunshine123 sunflower sunflower1 football football1 football2 football7
football10 football12 football123 baseball baseball1 baseball2 baseball12 baseball123 basketball
basketball1 basketball23 softball softball1 volleyball volleyball1 hockey123 soccer10 soccer11
soccer12 soccer123 cricket1 cricket123 liverpool liverpool1 liverpool123 chelsea1 chelsea123
chelseafc arsenal1 arsenal123 manchester manchester1 manutd123 manunited barcelona barcelona1
barcelona10 juventus juventus1 realmadrid realmadrid1 ronaldo7 ronaldo123 cristiano cristiano7
messi123 messi10barca arsenalfc everton1 tottenham tottenham1 rangers1 celtic1888 steelers steelers1
steelers7 cowboys1 cowboys22 patriots patriots1 packers1 packers12 redskins redskins1 lakers24
lakers123 yankees1 yankees2 redsox04 dodgers1 chicago1 chicago23 newyork1 newyork123 newyork2
london123 berlin123 paris2024 germany1 america1 american1 australia australia1 mexico123 brasil123
india123 pakistan pakistan1 pakistan123 philippines indonesia indonesia1 vietnam1 canada123 superman
superman1 superman12 superman123 batman123 batman12 batman11 spiderman spiderman1 spiderman123
starwars starwars1 starwars12 starwars123 startrek startrek1 pokemon1 pokemon12 pokemon123 pikachu1
pikachu123 minecraft minecraft1 minecraft123 roblox123 fortnite fortnite1 warcraft warcraft1
worldofwarcraft playstation playstation2 playstation3 nintendo nintendo1 nintendo64 gameover
gamer123 counterstrike callofduty callofduty4 halo1234 matrix123 terminator gandalf1 gandalf123
skywalker lucky123 luckystar michael1 michael2 michael12 michael123 michelle michelle1 michelle12
jennifer jennifer1 jessica1 jessica2 jessica12 jessica123 jonathan jonathan1 christian christian1
christopher christopher1 christina christina1 christine christine1 charlotte charlotte1 elizabeth
elizabeth1 elizabeth2 alexander alexander1 alexander2 alexandra alexandra1 alejandro alejandro1
alejandra benjamin benjamin1 brandon1 brandon12 brandon123 danielle danielle1 daniel12 daniel123
daniela1 david123 david1234 dominic1 dominique patrick1 patrick123 patricia patricia1 richard1
robert12 robert123 samantha samantha1 samantha2 sebastian sebastian1 stephanie stephanie1 stephen1
steven123 thomas123 thomas12 thomas01 victoria victoria1 vanessa1 veronica veronica1 valentina
valentin valentine william1 william123 zachary1 andrew123 andrew12 anthony1 anthony2 anthony12
anthony123 ashley12 ashley123 ashley01 amanda123 amanda12 austin123 angelica angelica1 angelina
angelina1 brittany brittany1 brittney catherine caroline caroline1 cameron1 carolina carolina1
charles1 charlie1 charlie2 charlie12 charlie123 cheyenne courtney courtney1 francesco francisco
francisco1 frederic fernando fernando1 gabriela gabriel1 gabriel123 gabrielle george123 giovanni
giovanni1 hannah123 isabella isabella1 jackson1 jackson5 jasmine1 jasmine12 jeffrey1 jordan23
jordan123 jordan12 joseph123 joshua12 joshua123 justin12 justin123 justinbieber katherine kathleen
kimberly kimberly1 kristina lawrence leonardo leonardo1 madison1 marcus123 margaret margarita
marianne mariposa martin123 martinez matthew1 matthew2 matthew12 matthew123 maverick maverick1
melanie1 melissa1 melissa12 mercedes mercedes1 miguel123 mohammed mohammed1 mohamed1 muhammad
muhammad1 nathaniel nicholas nicholas1 nicole12 nicole123 natalie1 olivia123 rebecca1 rodriguez
rosemary russell1 ryan1234 santiago santiago1 savannah savannah1 scooter1 scorpion scorpion1
serenity serenity1 shannon1 slipknot slipknot1 slipknot6 metallica metallica1 nirvana1 eminem123
linkinpark ironmaiden blink182 greenday greenday1 rockstar rockstar1 rocknroll rock1234 hardcore
hardcore1 heavymetal guitar123 guitarra guitarist musiclover music123 music1234 dancing1 tinkerbell
tinkerbell1 tigger12 tigger123 snickers snickers1 snoopy12 garfield garfield1 hellokitty hellokitty1
winnie123 mickey123 mickeymouse butterfly butterfly1 butterfly2 blueberry strawberry strawberry1
pineapple pineapple1 chocolate chocolate1 chocolate2 cinnamon cinnamon1 cupcake1 cookie123 cookie12
coffee123 cheese123 cherry123 banana123 orange123 orange12 apple123 apple1234 pumpkin1 popcorn1
peanut123 pepper123 pepper12 peaches1 sweetheart sweetie1 sweetpea sweetpea1 sugar123 honey123
babygirl babygirl1 babygirl2 babygirl12 babygirl123 babyboy1 babyblue babyphat babydoll babydoll1
bailey123 bailey12 buster123 buster12 buddy123 maggie123 maggie12 molly123 ginger123 ginger12
shadow12 shadow123 shadow01 dragon12 dragon123 dragon1234 dragonball dragonballz dragon69 monster1
monster12 monster123 monkey12 monkey123 monkey1234 monkey11 elephant elephant1 dolphin1 dolphins
dolphins1 panther1 panthers panthers1 mustang1 mustang123 mustang69 corvette corvette1 ferrari1
ferrari123 porsche911 porsche1 lamborghini harley123 harleydavidson yamaha123 chevrolet chevy123
camaro69 diamond1 diamond123 diamonds forever1 forever21 freedom1 freedom123 friends1 friends123
friendship friends4ever bestfriend bestfriend1 bestfriends family123 family12 family01 familyfirst
happy123 happiness happyday hello123 hello1234 hello12345 hello123456 helloworld helloworld1
hellohello heaven123 heavenly angel123 angel1234 angels123 angelbaby blessed1 blessing blessings
jesus123 jesus1234 jesuschrist jesuslives jesusislord jesus777 godisgood godisgreat godislove
thankyou thankyou1 lordjesus faith123 grace123 hope1234 peace123 success1 success123 creative
creative1 whatever whatever1 whatever2 nothing1 nothing123 nothing11 anything something something1
trustno1 trustno11 trustnoone trustme1 fuckyou1 fuckyou2 fuckyou123 fuckyou! fuckyou69 fuckoff1
fuckface fuckthis fuck1234 asshole1 bullshit bullshit1 bitch123 badboy123 badgirl1 badass123
blowjob1 bigdaddy bigdaddy1 killer12 killer123 killerbee killers1 hunter12 hunter123 hunter01
ranger123 rangers123 warrior1 warriors gladiator commander access14 access123 access01 security
security1 security123 service1 system123 server123 network1 network123 database database1 oracle123
cisco123 microsoft microsoft1 windows1 windows10 windowsxp linux123 ubuntu123 google123 google12
facebook facebook1 facebook123 twitter1 twitter123 youtube1 youtube123 instagram linkedin linkedin1
yahoo123 samsung1 samsung12 samsung123 motorola motorola1 blackberry iphone123 iphone12 nokia123
nokia1234 nokian73 nokia6300 spring2020 spring2021 spring2022 spring2023 spring2024 spring2025
spring2026 summer12 summer123 summer2019 summer2020 summer2021 summer2022 summer2023 summer2024
summer2025 summer2026 autumn2023 autumn2024 autumn2025 autumn2026 winter12 winter123 winter2020
winter2021 winter2022 winter2023 winter2024 winter2025 winter2026 january1 february september
september1 october1 november november1 december december1 monday123 friday13 saturday sunday123
blackjack midnight midnight1 hotstuff password2020 password2021 password2022 password2023
password2024 password2025 password2026 letmein2024 fuckyou11 fallen123 crystal1 crystal123 destiny1
destiny123 einstein einstein1 eclipse1 emmanuel emmanuel1 gateway1 geronimo goldfish gangster
gangster1 infinity infinity1 isabelle kawasaki knight123 krishna1 lightning lightning1 lollipop
lollipop1 lollypop macintosh marshall marshall1 mountain mountain1 mushroom pakistan12 paradise
paradise1 peterpan phantom1 platinum porsche9 predator predator1 prettygirl pussycat rainbow1
rainbow123 raiders1 redneck1 rushmore sabrina1 sapphire scotland scotland1 seattle1 septembre
simpsons simpsons1 snowball snowball1 snowboard snowflake spongebob spongebob1 stargate stargate1
sterling stingray supernova supersonic supernatural superstar superstar1 sweetness swimming
swimming1 telephone theking1 thunder1 thunder123 thunderbird together tottenham123 undertaker
university veritas1 vampire1 wildcats wildcats1 wolverine wolverine1 wrestling wrestling1 yellow123
yellow12 zaq12345 zxcasdqwe zxcasdqwe123 letmeinplease
`;

export const commonPasswords: ReadonlySet<string> = new Set(list.trim().split(/\s+/));
